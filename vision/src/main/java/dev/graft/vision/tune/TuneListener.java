package dev.graft.vision.tune;

/** Is told after each epoch, by the thread that trains; a guard is one. */
@FunctionalInterface
public interface TuneListener {
  TuneListener SILENT = report -> Verdict.goOn();

  Verdict onEpoch(EpochReport report);
}
