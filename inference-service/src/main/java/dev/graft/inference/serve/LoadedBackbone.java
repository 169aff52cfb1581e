package dev.graft.inference.serve;

import dev.graft.inference.batch.Network;
import dev.graft.vision.bundle.BadBundleException;
import dev.graft.vision.bundle.Classifier;

/** A backbone in memory, shared by every version of its space. */
public interface LoadedBackbone extends Network, AutoCloseable {

  /** Identity of its embeddings. */
  String space();

  /** Length of an embedding. */
  int width();

  /** What {@link #embed} takes of each picture. */
  InputShape input();

  /**
   * Replays the probes of a version; the picture probe only if this backbone has not passed the
   * same one before.
   */
  void verify(Classifier classifier) throws BadBundleException;

  /** Gives its native memory back. */
  @Override
  void close();
}
