package dev.graft.ingest.picture;

/**
 * WBMP has no signature but two zero bytes, which much garbage has too; it counts as one only when
 * its length is exactly what its header says.
 */
final class WbmpSize {

  private WbmpSize() {}

  static boolean fits(byte[] bytes) {
    int[] at = {2};
    long width = number(bytes, at);
    long height = number(bytes, at);
    return width > 0 && height > 0 && bytes.length - at[0] == (width + 7) / 8 * height;
  }

  /** Of one that fits. */
  static HeaderSides sides(byte[] bytes) {
    int[] at = {2};
    return new HeaderSides(number(bytes, at), number(bytes, at));
  }

  /** Seven bits a byte, the highest says that more follow; -1 where that is no sane size. */
  private static long number(byte[] bytes, int[] at) {
    long value = 0;
    for (int read = 0; read < 4 && at[0] < bytes.length; read++) {
      byte next = bytes[at[0]++];
      value = value << 7 | (next & 0x7F);
      if (next >= 0) {
        return value;
      }
    }
    return -1;
  }
}
