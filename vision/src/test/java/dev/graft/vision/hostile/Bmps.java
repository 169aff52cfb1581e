package dev.graft.vision.hostile;

import java.util.ArrayList;
import java.util.List;

/** BMP: every header, depth and compression that Windows and OS/2 wrote. */
final class Bmps {
  static final int RLE8 = 1;
  static final int RLE4 = 2;
  private static final int BITFIELDS = 3;

  private Bmps() {}

  static List<Specimen> specimens() {
    var all = new ArrayList<Specimen>();
    for (int bits : new int[] {1, 4, 8, 16, 24, 32}) {
      all.add(plain(bits, 40, Motif.HEIGHT).specimen("bmp", "bits" + bits));
    }
    all.add(plain(24, 40, -Motif.HEIGHT).specimen("bmp", "bits24-top-down"));
    all.add(plain(8, 40, -Motif.HEIGHT).specimen("bmp", "bits8-top-down"));
    all.add(plain(24, 108, Motif.HEIGHT).specimen("bmp", "bits24-v4"));
    all.add(plain(32, 124, Motif.HEIGHT).specimen("bmp", "bits32-v5"));
    all.add(os2().specimen("bmp", "bits24-os2"));
    all.add(masked(16, 0xf800, 0x07e0, 0x001f).specimen("bmp", "bits16-565"));
    all.add(masked(32, 0xff0000, 0x00ff00, 0x0000ff).specimen("bmp", "bits32-masked"));
    all.add(runs(RLE8, 8).specimen("bmp", "rle8"));
    all.add(runs(RLE4, 4).specimen("bmp", "rle4"));
    all.add(embedded(4).specimen("bmp", "holding-a-jpeg").refused());
    all.add(embedded(5).specimen("bmp", "holding-a-png").refused());
    return all;
  }

  private static Sketch plain(int bits, int header, int height) {
    int colours = bits <= 8 ? 1 << bits : 0;
    byte[] pixels = pixels(bits);
    var file = begun(bits, header, height, 0, 4 * colours, pixels.length, colours);
    return file.raw(new byte[header - 40]).raw(palette(colours)).border().raw(pixels);
  }

  static Sketch begun(
      int bits, int header, long height, int compression, int between, int size, int colours) {
    int offset = 14 + header + between;
    var file = new Sketch(false).text("BM").length(4, offset + size).number(4, 0);
    file.length(4, offset).border().length(4, header);
    file.side(4, Motif.WIDTH).side(4, height).meaning(2, 1).meaning(2, bits);
    file.meaning(4, compression).length(4, size).number(4, 2835).number(4, 2835);
    return file.length(4, colours).length(4, 0).border();
  }

  private static Sketch os2() {
    byte[] pixels = pixels(24);
    var file = new Sketch(false).text("BM").length(4, 26 + pixels.length).number(4, 0);
    file.length(4, 26).border().length(4, 12).side(2, Motif.WIDTH).side(2, Motif.HEIGHT);
    return file.meaning(2, 1).meaning(2, 24).border().raw(pixels);
  }

  private static Sketch masked(int bits, int red, int green, int blue) {
    byte[] pixels = pixels(bits);
    var file = begun(bits, 40, Motif.HEIGHT, BITFIELDS, 12, pixels.length, 0);
    return file.meaning(4, red).meaning(4, green).meaning(4, blue).border().raw(pixels);
  }

  private static Sketch runs(int compression, int bits) {
    var runs = new Sketch(false);
    for (int y = 0; y < Motif.HEIGHT; y++) {
      runs.bytes(10, y & 0x0f); // ten of one colour
      runs.bytes(0, 4).raw(new byte[bits / 2]); // four as they are
      runs.bytes(10, 0x33).bytes(0, y == Motif.HEIGHT - 1 ? 1 : 0);
    }
    byte[] data = runs.bytes();
    int colours = 1 << bits;
    var file = begun(bits, 40, Motif.HEIGHT, compression, 4 * colours, data.length, colours);
    return file.raw(palette(colours)).border().raw(data);
  }

  /** A file in the file: Windows means it for printers. */
  private static Sketch embedded(int compression) {
    byte[] inner = (compression == 4 ? Jpegs.specimens() : Pngs.specimens()).get(0).bytes();
    return begun(0, 40, Motif.HEIGHT, compression, 0, inner.length, 0).raw(inner);
  }

  private static byte[] palette(int colours) {
    var palette = new byte[4 * colours];
    for (int i = 0; i < palette.length; i++) {
      palette[i] = (byte) (i * 11);
    }
    return palette;
  }

  private static byte[] pixels(int bits) {
    int channels = bits <= 8 ? 1 : bits / 8;
    int depth = bits <= 8 ? bits : 8;
    var pixels = new Sketch(false);
    for (byte[] row : Motif.rows(Motif.WIDTH, Motif.HEIGHT, channels, depth, false)) {
      pixels.raw(row).raw(new byte[-row.length & 3]);
    }
    return pixels.bytes();
  }
}
