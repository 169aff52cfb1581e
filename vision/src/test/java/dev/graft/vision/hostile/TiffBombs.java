package dev.graft.vision.hostile;

import dev.graft.vision.hostile.HostilePicture.Expected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Directories that lead nowhere or round, numbers without measure, strips that swell. */
final class TiffBombs {
  private static final int COMPRESSION = 259;
  private static final int ROWS_PER_STRIP = 278;
  private final List<HostilePicture> all = new ArrayList<>();

  private TiffBombs() {}

  static List<HostilePicture> all() {
    var bombs = new TiffBombs();
    for (boolean big : new boolean[] {false, true}) {
      bombs.directories(big, big ? "-mm" : "-ii");
    }
    bombs.strips();
    bombs.jpegs();
    bombs.shapes();
    return bombs.all;
  }

  private void add(String name, byte[] file, Expected expected) {
    all.add(new HostilePicture("bomb", "bomb/tiff/" + name, file, expected));
  }

  private static TiffDraft gray(boolean big) {
    return Tiffs.strips(big, 1, 1, 8, 8);
  }

  private void directories(boolean big, String order) {
    byte[] file = gray(big).file().bytes();
    int next = 8 + 2 + 12 * new Mark(8, 2, Mark.Role.LENGTH, big).get(file);
    add("loop" + order, new Mark(next, 4, Mark.Role.LENGTH, big).set(file, 8), Expected.ANSWERED);
    add(
        "next-outside" + order,
        new Mark(next, 4, Mark.Role.LENGTH, big).set(file, 0xfffffff0L),
        Expected.ANSWERED);
    for (int pointer : new int[] {330, 34665, 34853, 40965, 34377, 34675, 700, 37724}) {
      add(
          "points-to-itself-" + pointer + order,
          gray(big).tag(pointer, 8).file().bytes(),
          Expected.ANSWERED);
      add(
          "counts-too-many-" + pointer + order,
          counting(big, pointer, 0x7fffffffL),
          Expected.ANSWERED);
    }
    for (int tag : new int[] {258, 273, 277, 278, 279, 320, 322, 324}) {
      add("counts-too-many-" + tag + order, counting(big, tag, 0x20000000L), Expected.ANSWERED);
    }
    var chain = TiffDraft.begun(big);
    for (int i = 0; i < 50_000; i++) {
      chain.number(2, 0).number(4, chain.at() + 6);
    }
    add("chain" + order, chain.bytes(), Expected.REFUSED);
    add(
        "full-directory" + order,
        TiffDraft.begun(big).number(2, 65535).raw(new byte[12 * 65535]).bytes(),
        Expected.REFUSED);
    add("pages" + order, gray(big).pages(2000).bytes(), Expected.READ);
  }

  /** The tag's entry says that it has so many numbers. */
  private static byte[] counting(boolean big, int tag, long count) {
    byte[] file = gray(big).tag(tag, 1, 1, 1, 1, 1).file().bytes();
    var tagAt = new Mark(10, 2, Mark.Role.MEANING, big);
    int entry = 10;
    while (new Mark(entry, 2, Mark.Role.MEANING, big).get(file) != tag) {
      entry += 12;
    }
    return new Mark(entry + 4, 4, tagAt.role(), big).set(file, count);
  }

  private void strips() {
    byte[] swollen = Deflated.zeros(new byte[0], 1 << 28);
    for (int deflate : new int[] {8, 32946}) {
      add(
          "strip-swells-" + deflate,
          one(swollen).tag(COMPRESSION, deflate).file().bytes(),
          Expected.ANSWERED);
      add(
          "large-strip-swells-" + deflate,
          one(swollen)
              .tag(COMPRESSION, deflate)
              .tag(256, 7000)
              .tag(257, 7000)
              .tag(ROWS_PER_STRIP, 7000)
              .file()
              .bytes(),
          Expected.ANSWERED);
    }
    add(
        "many-strips",
        gray(false)
            .tag(257, 100_000)
            .tag(256, 1)
            .tag(ROWS_PER_STRIP, 1)
            .strips(Collections.nCopies(100_000, new byte[1]))
            .file()
            .bytes(),
        Expected.ANSWERED);
    add(
        "too-few-strips",
        gray(false).tag(257, 1_000_000).tag(ROWS_PER_STRIP, 1).file().bytes(),
        Expected.REFUSED);
    add("no-strips", gray(false).strips(List.of()).file().bytes(), Expected.REFUSED);
    for (var packing : TiffPacking.values()) {
      var large =
          one(packing.pack(new byte[100]))
              .tag(COMPRESSION, packing.tag())
              .tag(256, 7000)
              .tag(257, 7000);
      add(
          "large-and-empty-" + packing.word(),
          large.tag(ROWS_PER_STRIP, 7000).file().bytes(),
          Expected.REFUSED);
    }
    for (int fax = 2; fax <= 4; fax++) {
      var large =
          Tiffs.draft(false, 0, 1, 1)
              .strips(List.of(TiffPacking.whiteFax(fax)))
              .tag(COMPRESSION, fax);
      add(
          "large-and-empty-fax" + fax,
          large.tag(256, 7000).tag(257, 7000).file().bytes(),
          Expected.ANSWERED);
      add(
          "wide-fax" + fax,
          large.tag(256, 50_000_000).tag(257, 1).file().bytes(),
          Expected.ANSWERED);
      var noise = new byte[2000];
      new java.util.Random(fax).nextBytes(noise);
      add(
          "noise-fax" + fax,
          Tiffs.draft(false, 0, 1, 1).strips(List.of(noise)).tag(COMPRESSION, fax).file().bytes(),
          Expected.ANSWERED);
    }
  }

  private static TiffDraft one(byte[] strip) {
    return gray(false).tag(ROWS_PER_STRIP, Motif.HEIGHT).strips(List.of(strip));
  }

  /** The strip is a JPEG that says something else about its size. */
  private void jpegs() {
    for (int side : new int[] {8, 7000, 65500}) {
      for (boolean scans : new boolean[] {false, true}) {
        var form = Jpegs.Form.of(1).sized(side, side);
        var file = Jpegs.begun(scans ? form.inScans() : form);
        JpegScans.scanHead(file, form, 0, 1, 0, scans ? 0 : 63, 0);
        byte[] strip = Jpegs.ended(file).bytes();
        for (int how : new int[] {6, 7}) {
          add(
              "jpeg-of-" + side + (scans ? "-scans-" : "-") + how,
              one(strip).tag(COMPRESSION, how).file().bytes(),
              Expected.ANSWERED);
        }
      }
    }
  }

  private void shapes() {
    var tile = List.of(new byte[256]);
    for (long side : new long[] {0, 16, 65536, Integer.MAX_VALUE, 0xffffffffL}) {
      add(
          "tiles-of-" + side,
          Tiffs.draft(false, 1, 1, 8).tag(322, side).tag(323, side).tiles(tile).file().bytes(),
          Expected.ANSWERED);
    }
    for (int channels : new int[] {0, 2, 5, 300, 65535}) {
      var depths = new long[Math.max(1, channels)];
      Arrays.fill(depths, 8);
      add(
          "channels-" + channels,
          gray(false).tag(277, channels).tag(258, depths).file().bytes(),
          Expected.ANSWERED);
    }
    for (int bits : new int[] {0, 3, 12, 24, 64, 65535}) {
      add("bits-" + bits, gray(false).tag(258, bits).file().bytes(), Expected.ANSWERED);
    }
    for (int predictor : new int[] {0, 2, 3, 9}) {
      add(
          "predictor-" + predictor,
          gray(false).tag(317, predictor).file().bytes(),
          Expected.ANSWERED);
    }
    for (int format : new int[] {2, 4, 5, 6}) {
      add(
          "sample-format-" + format,
          gray(false).tag(339, format).file().bytes(),
          Expected.ANSWERED);
    }
    add(
        "short-palette",
        gray(false).tag(262, 3).tag(320, 1, 2, 3).file().bytes(),
        Expected.ANSWERED);
    add("no-palette", gray(false).tag(262, 3).file().bytes(), Expected.ANSWERED);
  }
}
