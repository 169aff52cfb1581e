package dev.graft.deploy.weights;

/** Hears how a transfer goes. */
@FunctionalInterface
public interface Progress {
  /**
   * @param bytes that are here
   * @param total of the file; -1 if nobody said
   */
  void at(long bytes, long total);
}
