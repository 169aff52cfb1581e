package dev.graft.vision.picture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Kinds of files, told by their first bytes and never by a name. */
enum Kind {
  JPEG("\u00ff\u00d8\u00ff"),
  PNG("\u0089PNG\r\n\u001a\n"),
  GIF("GIF87a", "GIF89a"),
  BMP("BM"),
  TIFF("II*\0", "MM\0*"),
  WBMP("\0\0");

  private final String[] beginnings;

  Kind(String... beginnings) {
    this.beginnings = beginnings;
  }

  static Optional<Kind> of(byte[] bytes) {
    return Arrays.stream(values())
        .filter(kind -> kind.begins(bytes) && (kind != WBMP || hasWbmpSize(bytes)))
        .findFirst();
  }

  private boolean begins(byte[] bytes) {
    for (String beginning : beginnings) {
      byte[] magic = beginning.getBytes(StandardCharsets.ISO_8859_1);
      if (bytes.length >= magic.length
          && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length)) {
        return true;
      }
    }
    return false;
  }

  /** Two zero bytes begin much else; a WBMP has exactly the bytes that its size asks for. */
  private static boolean hasWbmpSize(byte[] bytes) {
    int[] at = {2};
    long width = wbmpNumber(bytes, at);
    long height = wbmpNumber(bytes, at);
    return width > 0 && height > 0 && bytes.length - at[0] == (width + 7) / 8 * height;
  }

  /** Seven bits per byte, the eighth says that more come; 0 where that is no sane size. */
  private static long wbmpNumber(byte[] bytes, int[] at) {
    long value = 0;
    for (int read = 0; read < 4 && at[0] < bytes.length; read++) {
      byte next = bytes[at[0]++];
      value = value << 7 | next & 0x7f;
      if (next >= 0) {
        return value;
      }
    }
    return 0;
  }
}
