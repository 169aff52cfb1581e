package dev.graft.vision.tune;

import java.io.IOException;

/** Takes checkpoints; a service puts them into its object store. Each replaces the one before. */
@FunctionalInterface
public interface CheckpointTarget {
  CheckpointTarget NONE = checkpoint -> {};

  /**
   * Keeps it; returns once it is safe.
   *
   * @throws IOException if it can't be kept
   */
  void save(Checkpoint checkpoint) throws IOException;
}
