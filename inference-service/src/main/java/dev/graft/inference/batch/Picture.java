package dev.graft.inference.batch;

/** What is to be embedded, as it comes in. */
public sealed interface Picture {

  /** How much memory it takes while it waits. */
  int bytes();

  /** A picture's file. */
  record Encoded(byte[] file) implements Picture {
    @Override
    public int bytes() {
      return file.length;
    }
  }

  /** Pixels as the network takes them: {@code [channel, row, column]}. Whoever asks made them. */
  record Prepared(float[] pixels) implements Picture {
    @Override
    public int bytes() {
      return pixels.length * Float.BYTES;
    }
  }
}
