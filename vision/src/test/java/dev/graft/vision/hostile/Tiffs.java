package dev.graft.vision.hostile;

import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** TIFF (revision 6.0) in both byte orders: strips and tiles, depths, colours, compressions. */
final class Tiffs {
  private static final int GRAY = 1;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int CMYK = 5;
  private static final int YCC = 6;
  private static final int LAB = 8;

  private Tiffs() {}

  static List<Specimen> specimens() {
    var all = new ArrayList<Specimen>();
    for (boolean big : new boolean[] {false, true}) {
      String order = big ? "-mm" : "-ii";
      for (int bits : new int[] {1, 4, 8, 16}) {
        all.add(strips(big, GRAY, 1, bits, 8).file().specimen("tiff", "gray" + bits + order));
      }
      all.add(strips(big, RGB, 3, 8, 8).file().specimen("tiff", "rgb8" + order));
      all.add(strips(big, RGB, 3, 16, 8).file().specimen("tiff", "rgb16" + order));
      all.add(palette(big, 8).file().specimen("tiff", "palette8" + order));
      all.add(palette(big, 4).file().specimen("tiff", "palette4" + order));
      all.add(strips(big, CMYK, 4, 8, 8).file().specimen("tiff", "cmyk8" + order));
    }
    compressed(all);
    arranged(all);
    odd(all);
    return all;
  }

  private static void compressed(List<Specimen> all) {
    for (var packing : TiffPacking.values()) {
      all.add(packed(packing, GRAY, 1).file().specimen("tiff", "gray8-" + packing.word()));
      all.add(packed(packing, RGB, 3).file().specimen("tiff", "rgb8-" + packing.word()));
      all.add(
          packed(packing, RGB, 3)
              .tag(317, 2)
              .file()
              .specimen("tiff", "rgb8-differences-" + packing.word()));
    }
    all.add(packed(TiffPacking.LZW, CMYK, 4).file().specimen("tiff", "cmyk8-lzw"));
    for (int fax = 2; fax <= 4; fax++) {
      var draft = draft(false, 0, 1, 1).tag(259, fax).tag(278, Motif.HEIGHT);
      all.add(
          draft.strips(List.of(TiffPacking.whiteFax(fax))).file().specimen("tiff", "fax" + fax));
    }
    all.add(jpegStrips(GRAY, 1).file().specimen("tiff", "gray8-jpeg"));
    all.add(jpegStrips(YCC, 3).file().specimen("tiff", "ycc8-jpeg"));
  }

  private static void arranged(List<Specimen> all) {
    all.add(tiles(GRAY, 1).file().specimen("tiff", "gray8-tiles"));
    all.add(tiles(RGB, 3).file().specimen("tiff", "rgb8-tiles"));
    all.add(strips(false, RGB, 3, 8, 1).file().specimen("tiff", "rgb8-a-strip-a-row"));
    all.add(strips(false, RGB, 3, 8, 100).file().specimen("tiff", "rgb8-one-strip"));
    all.add(planes().file().specimen("tiff", "rgb8-planes"));
    all.add(strips(false, GRAY, 1, 8, 8).pages(3).specimen("tiff", "three-pages"));
    all.add(strips(true, RGB, 3, 8, 8).tag(274, 6).file().specimen("tiff", "turned"));
    all.add(strips(false, 0, 1, 8, 8).file().specimen("tiff", "white-is-zero8"));
    all.add(strips(false, 0, 1, 1, 8).file().specimen("tiff", "white-is-zero1"));
    all.add(strips(false, RGB, 4, 8, 8).tag(338, 2).file().specimen("tiff", "rgba8"));
    all.add(strips(false, GRAY, 2, 8, 8).tag(338, 2).file().specimen("tiff", "gray-alpha8"));
  }

  private static void odd(List<Specimen> all) {
    all.add(strips(false, YCC, 3, 8, 8).tag(530, 1, 1).file().specimen("tiff", "ycc8").refused());
    all.add(strips(false, GRAY, 1, 32, 8).file().specimen("tiff", "gray32").refused());
    all.add(strips(false, GRAY, 1, 32, 8).tag(339, 3).file().specimen("tiff", "float32").refused());
    all.add(strips(false, LAB, 3, 8, 8).file().specimen("tiff", "lab8").refused());
    all.add(jpegStrips(YCC, 3).tag(259, 6).file().specimen("tiff", "old-jpeg").refused());
  }

  static TiffDraft draft(boolean big, int meaning, int channels, int bits) {
    var depths = new long[channels];
    Arrays.fill(depths, bits);
    return new TiffDraft(big)
        .tag(256, Motif.WIDTH)
        .tag(257, Motif.HEIGHT)
        .tag(258, depths)
        .tag(259, 1)
        .tag(262, meaning)
        .tag(277, channels);
  }

  static TiffDraft strips(boolean big, int meaning, int channels, int bits, int rows) {
    byte[][] pixels = Motif.rows(Motif.WIDTH, Motif.HEIGHT, channels, bits, big);
    return draft(big, meaning, channels, bits).tag(278, rows).strips(cut(pixels, rows));
  }

  private static List<byte[]> cut(byte[][] rows, int perStrip) {
    var strips = new ArrayList<byte[]>();
    for (int y = 0; y < rows.length; y += perStrip) {
      strips.add(Motif.joined(Arrays.copyOfRange(rows, y, Math.min(rows.length, y + perStrip))));
    }
    return strips;
  }

  private static TiffDraft palette(boolean big, int bits) {
    var colours = new long[3 << bits];
    Arrays.setAll(colours, i -> i * 257L & 0xffff);
    return strips(big, PALETTE, 1, bits, 8).tag(320, colours);
  }

  private static TiffDraft packed(TiffPacking packing, int meaning, int channels) {
    byte[][] pixels = Motif.rows(Motif.WIDTH, Motif.HEIGHT, channels, 8, false);
    var strips = cut(pixels, 8).stream().map(packing::pack).collect(toList());
    return draft(false, meaning, channels, 8).tag(278, 8).tag(259, packing.tag()).strips(strips);
  }

  private static TiffDraft jpegStrips(int meaning, int channels) {
    var strips = new ArrayList<byte[]>();
    for (int y = 0; y < Motif.HEIGHT; y += 8) {
      int rows = Math.min(8, Motif.HEIGHT - y);
      strips.add(Jpegs.file(Jpegs.Form.of(channels).bare(1).sized(Motif.WIDTH, rows)).bytes());
    }
    var draft = draft(false, meaning, channels, 8).tag(259, 7).tag(278, 8);
    return (channels == 3 ? draft.tag(530, 1, 1) : draft).strips(strips);
  }

  private static TiffDraft tiles(int meaning, int channels) {
    byte[] tile = Motif.joined(Motif.rows(16, 16, channels, 8, false));
    var four = List.of(tile, tile, tile, tile);
    return draft(false, meaning, channels, 8).tag(322, 16).tag(323, 16).tiles(four);
  }

  private static TiffDraft planes() {
    byte[] plane = Motif.joined(Motif.rows(Motif.WIDTH, Motif.HEIGHT, 1, 8, false));
    return draft(false, RGB, 3, 8)
        .tag(278, Motif.HEIGHT)
        .tag(284, 2)
        .strips(List.of(plane, plane, plane));
  }

  /** The TIFF in an EXIF note that says how the camera was held. */
  static byte[] orientationOnly(int orientation) {
    var note = TiffDraft.begun(true).number(2, 1);
    return note.number(2, 0x0112)
        .number(2, 3)
        .number(4, 1)
        .number(2, orientation)
        .number(2, 0)
        .number(4, 0)
        .bytes();
  }
}
