package dev.graft.vision.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** zlib streams, small and monstrous. */
final class Deflated {
  private Deflated() {}

  static byte[] of(byte[] raw) {
    return zeros(raw, 0);
  }

  /** Zeros behind a beginning; a thousandth of them is left. */
  static byte[] zeros(byte[] beginning, long zeros) {
    var out = new ByteArrayOutputStream();
    var none = new byte[1 << 16];
    try (var deflater = new DeflaterOutputStream(out, new Deflater(9), 1 << 16)) {
      deflater.write(beginning);
      for (long left = zeros; left > 0; left -= none.length) {
        deflater.write(none, 0, (int) Math.min(left, none.length));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
