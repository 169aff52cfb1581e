package dev.graft.bench.material;

import java.nio.ByteBuffer;

/** Files that show the same pixels and have digests of their own, so that nothing is known yet. */
public final class Copies {
  private static final int AFTER_START = 2;
  private static final int COMMENT = 4 + Long.BYTES;

  private Copies() {}

  /** A JPEG with a comment segment behind its start marker; the decoder passes it over. */
  public static byte[] of(byte[] jpeg, long mark) {
    if (jpeg.length < AFTER_START || (jpeg[0] & 0xff) != 0xff || (jpeg[1] & 0xff) != 0xd8) {
      throw new IllegalArgumentException("only JPEGs can be marked; this is none");
    }
    return ByteBuffer.allocate(jpeg.length + COMMENT)
        .put(jpeg, 0, AFTER_START)
        .putShort((short) 0xfffe)
        .putShort((short) (2 + Long.BYTES))
        .putLong(mark)
        .put(jpeg, AFTER_START, jpeg.length - AFTER_START)
        .array();
  }
}
