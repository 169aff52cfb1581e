package dev.graft.ingest.picture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * First bytes of files, and names for what people send by mistake, so that a refusal can say what
 * to do.
 */
final class Beginnings {

  private Beginnings() {}

  static boolean at(byte[] bytes, int offset, byte[] expected) {
    return bytes.length >= offset + expected.length
        && Arrays.equals(bytes, offset, offset + expected.length, expected, 0, expected.length);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** What a file that is no picture of ours looks like. */
  static String guess(byte[] bytes) {
    if (at(bytes, 0, ascii("RIFF")) && at(bytes, 8, ascii("WEBP"))) {
      return "It looks like WebP";
    }
    if (at(bytes, 4, ascii("ftyp"))) {
      return "It looks like HEIC, AVIF or a video";
    }
    if (at(bytes, 0, ascii("%PDF"))) {
      return "It looks like a PDF";
    }
    if (at(bytes, 0, ascii("PK"))) {
      return "It looks like a ZIP archive";
    }
    if (at(bytes, 0, ascii("<"))) {
      return "It looks like HTML, XML or SVG";
    }
    return "Its first bytes are those of no picture";
  }
}
