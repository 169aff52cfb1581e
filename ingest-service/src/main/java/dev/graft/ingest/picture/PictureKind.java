package dev.graft.ingest.picture;

import java.util.Arrays;
import java.util.Optional;

/**
 * The kinds of picture that are taken, each known by its first bytes; names and content types are
 * not believed.
 */
enum PictureKind {
  JPEG("image/jpeg", "jpeg", new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}),
  PNG("image/png", "png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}),
  GIF("image/gif", "gif", ascii("GIF87a"), ascii("GIF89a")),
  BMP("image/bmp", "bmp", ascii("BM")),
  TIFF("image/tiff", "tiff", new byte[] {'I', 'I', 42, 0}, new byte[] {'M', 'M', 0, 42}),
  WBMP("image/vnd.wap.wbmp", "wbmp", new byte[] {0, 0});

  private final String mediaType;
  private final String reader;
  private final byte[][] beginnings;

  PictureKind(String mediaType, String reader, byte[]... beginnings) {
    this.mediaType = mediaType;
    this.reader = reader;
    this.beginnings = beginnings;
  }

  static Optional<PictureKind> of(byte[] bytes) {
    return Arrays.stream(values()).filter(kind -> kind.begins(bytes)).findFirst();
  }

  String mediaType() {
    return mediaType;
  }

  /** The name that ImageIO knows the kind by. */
  String reader() {
    return reader;
  }

  private boolean begins(byte[] bytes) {
    return Arrays.stream(beginnings).anyMatch(beginning -> Beginnings.at(bytes, 0, beginning))
        && (!reader.equals("wbmp") || WbmpSize.fits(bytes));
  }

  private static byte[] ascii(String text) {
    return Beginnings.ascii(text);
  }
}
