package dev.graft.vision.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** PNG in all colour types and depths, plain and interlaced (W3C PNG, third edition). */
final class Pngs {
  static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";
  private static final int[][] FORMS = { // colour type, channels, depths
    {0, 1, 1, 2, 4, 8, 16}, {2, 3, 8, 16}, {3, 1, 1, 2, 4, 8}, {4, 2, 8, 16}, {6, 4, 8, 16}
  };
  private static final String[] NAMES = {"gray", "", "rgb", "palette", "gray-alpha", "", "rgba"};
  private static final int[][] ADAM7 = { // x0, y0, dx, dy
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private Pngs() {}

  static List<Specimen> specimens() {
    var all = new ArrayList<Specimen>();
    for (int[] form : FORMS) {
      for (int i = 2; i < form.length; i++) {
        for (int interlaced = 0; interlaced < 2; interlaced++) {
          all.add(specimen(form[0], form[1], form[i], interlaced == 1));
        }
      }
    }
    all.add(transparentPalette());
    all.add(dressed());
    return all;
  }

  private static Specimen specimen(int colour, int channels, int depth, boolean interlaced) {
    var file = begun(Motif.WIDTH, Motif.HEIGHT, depth, colour, interlaced ? 1 : 0);
    if (colour == 3) {
      chunk(file, "PLTE", palette(1 << depth));
    }
    byte[] raw = interlaced ? interlacedRows(channels, depth) : filtered(channels, depth);
    return ended(file, Deflated.of(raw))
        .specimen("png", NAMES[colour] + depth + (interlaced ? "-interlaced" : ""));
  }

  private static Specimen transparentPalette() {
    var file = begun(Motif.WIDTH, Motif.HEIGHT, 8, 3, 0);
    chunk(file, "PLTE", palette(256));
    chunk(file, "tRNS", new byte[100]);
    return ended(file, Deflated.of(filtered(1, 8))).specimen("png", "palette8-transparent");
  }

  /** With what other programs write too. */
  private static Specimen dressed() {
    var file = begun(Motif.WIDTH, Motif.HEIGHT, 8, 2, 0);
    chunk(file, "gAMA", new byte[] {0, 0, (byte) 0xb1, (byte) 0x8f});
    chunk(file, "pHYs", new byte[9]);
    chunk(file, "tEXt", "Title\0A motif".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    chunk(file, "eXIf", Tiffs.orientationOnly(6));
    return ended(file, Deflated.of(filtered(3, 8))).specimen("png", "rgb8-with-notes");
  }

  static Sketch begun(long width, long height, int depth, int colour, int interlace) {
    var header = new Sketch(true).number(4, width).number(4, height);
    header.bytes(depth, colour, 0, 0, interlace);
    var file = new Sketch(true).text(SIGNATURE).border();
    file.length(4, 13).text("IHDR");
    file.side(4, width).side(4, height);
    file.meaning(1, depth).meaning(1, colour).meaning(1, 0).meaning(1, 0).meaning(1, interlace);
    return file.number(4, crc("IHDR", header.bytes()));
  }

  static Sketch ended(Sketch file, byte[] data) {
    return chunk(chunk(file, "IDAT", data), "IEND", new byte[0]);
  }

  static Sketch chunk(Sketch file, String type, byte[] body) {
    return file.border().length(4, body.length).text(type).raw(body).meaning(4, crc(type, body));
  }

  private static long crc(String type, byte[] body) {
    var crc = new CRC32();
    crc.update(type.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    crc.update(body);
    return crc.getValue();
  }

  /** A correct checksum behind a header whose first {@code length} bytes were changed. */
  static byte[] checked(byte[] png) {
    byte[] repaired = png.clone();
    var crc = new CRC32();
    crc.update(repaired, 12, 17);
    return new Mark(29, 4, Mark.Role.MEANING, true).set(repaired, crc.getValue());
  }

  private static byte[] palette(int colours) {
    var palette = new byte[3 * colours];
    for (int i = 0; i < palette.length; i++) {
      palette[i] = (byte) (i * 37);
    }
    return palette;
  }

  private static byte[] filtered(int channels, int depth) {
    var raw = new Sketch(true);
    for (byte[] row : Motif.rows(Motif.WIDTH, Motif.HEIGHT, channels, depth, true)) {
      raw.bytes(0).raw(row);
    }
    return raw.bytes();
  }

  /** Seven small pictures; what they show does not matter here. */
  private static byte[] interlacedRows(int channels, int depth) {
    var raw = new Sketch(true);
    for (int[] pass : ADAM7) {
      int width = (Motif.WIDTH - pass[0] + pass[2] - 1) / pass[2];
      int height = (Motif.HEIGHT - pass[1] + pass[3] - 1) / pass[3];
      for (byte[] row : Motif.rows(width, height, channels, depth, true)) {
        raw.bytes(0).raw(row);
      }
    }
    return raw.bytes();
  }
}
