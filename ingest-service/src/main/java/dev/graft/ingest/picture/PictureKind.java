package dev.graft.ingest.picture;

import java.util.Arrays;
import java.util.Optional;

/**
 * The kinds of picture that are taken, each known by its first bytes; names and content types are
 * not believed.
 */
enum PictureKind {
  JPEG("image/jpeg", new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}),
  PNG("image/png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}),
  GIF("image/gif", ascii("GIF87a"), ascii("GIF89a")),
  BMP("image/bmp", ascii("BM")),
  TIFF("image/tiff", new byte[] {'I', 'I', 42, 0}, new byte[] {'M', 'M', 0, 42}),
  WBMP("image/vnd.wap.wbmp", new byte[] {0, 0});

  private final String mediaType;
  private final byte[][] beginnings;

  PictureKind(String mediaType, byte[]... beginnings) {
    this.mediaType = mediaType;
    this.beginnings = beginnings;
  }

  static Optional<PictureKind> of(byte[] bytes) {
    return Arrays.stream(values()).filter(kind -> kind.begins(bytes)).findFirst();
  }

  String mediaType() {
    return mediaType;
  }

  private boolean begins(byte[] bytes) {
    return Arrays.stream(beginnings).anyMatch(beginning -> Beginnings.at(bytes, 0, beginning))
        && (this != WBMP || WbmpSize.fits(bytes));
  }

  private static byte[] ascii(String text) {
    return Beginnings.ascii(text);
  }
}
