package dev.graft.vision.hostile;

import java.util.Locale;

/** How a TIFF's strips are compressed, in the plainest way that each kind allows. */
enum TiffPacking {
  LZW(5),
  DEFLATE(8),
  DEFLATE_OLD(32946),
  PACKBITS(32773);

  private final int tag;

  TiffPacking(int tag) {
    this.tag = tag;
  }

  int tag() {
    return tag;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  byte[] pack(byte[] raw) {
    return switch (this) {
      case LZW -> lzw(raw);
      case PACKBITS -> literalRuns(raw);
      case DEFLATE, DEFLATE_OLD -> Deflated.of(raw);
    };
  }

  private static byte[] literalRuns(byte[] raw) {
    var out = new Sketch(true);
    for (int at = 0; at < raw.length; at += 128) {
      int length = Math.min(128, raw.length - at);
      out.bytes(length - 1).raw(java.util.Arrays.copyOfRange(raw, at, at + length));
    }
    return out.bytes();
  }

  /** Nothing but single bytes, and the table cleared before its codes would need ten bits. */
  private static byte[] lzw(byte[] raw) {
    var bits = new StringBuilder();
    for (int i = 0; i < raw.length; i++) {
      if (i % 200 == 0) {
        bits.append(code(256));
      }
      bits.append(code(raw[i] & 0xff));
    }
    return packed(bits.append(code(257)));
  }

  private static String code(int value) {
    return Integer.toBinaryString(1 << 9 | value).substring(1);
  }

  private static byte[] packed(StringBuilder bits) {
    while (bits.length() % 8 != 0) {
      bits.append('0');
    }
    var out = new Sketch(true);
    for (int i = 0; i < bits.length(); i += 8) {
      out.bytes(Integer.parseInt(bits.substring(i, i + 8), 2));
    }
    return out.bytes();
  }

  /**
   * The motif's size in white (ITU-T T.4, T.6).
   *
   * @param fax 2: runs, rows begin at bytes; 3: with marks between rows; 4: as the row above
   */
  static byte[] whiteFax(int fax) {
    var bits = new StringBuilder();
    for (int y = 0; y < Motif.HEIGHT; y++) {
      bits.append(
          switch (fax) {
            case 2 -> "01010000"; // a white run of 24, filled to a byte
            case 3 -> "0000000000010101000";
            default -> "1";
          });
    }
    return packed(fax == 4 ? bits.append("000000000001000000000001") : bits);
  }
}
