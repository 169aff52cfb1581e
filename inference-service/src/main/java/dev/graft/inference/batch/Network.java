package dev.graft.inference.batch;

import java.util.List;

/**
 * A frozen network that turns pictures into embeddings; thread-safe. Jobs of the same one share
 * forward passes.
 */
public interface Network {

  /** An encoded picture, made ready for the network. */
  sealed interface Prepared {
    /** Pixels as the network takes them: {@code [channel, row, column]}. */
    record Pixels(float[] values) implements Prepared {}

    /** Not a picture we can read, and why. */
    record Unreadable(String why) implements Prepared {}
  }

  Prepared prepare(byte[] encoded);

  /** {@code [n, pixels]} to {@code [n, width]}. */
  float[][] embed(List<float[]> prepared);

  /** Most pictures that a forward pass should take, as measured. */
  int batchSize();
}
