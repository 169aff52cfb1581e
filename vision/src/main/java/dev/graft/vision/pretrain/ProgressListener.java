package dev.graft.vision.pretrain;

/** Is told after every step; called by the thread that trains. */
@FunctionalInterface
public interface ProgressListener {
  ProgressListener SILENT = progress -> {};

  void onStep(Progress progress);
}
