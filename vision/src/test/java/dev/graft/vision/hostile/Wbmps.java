package dev.graft.vision.hostile;

import java.util.List;

/** WBMP, which has no signature: two zero bytes, two lengths, one bit a pixel. */
final class Wbmps {
  private Wbmps() {}

  static List<Specimen> specimens() {
    return List.of(
        of(Motif.WIDTH, Motif.HEIGHT).specimen("wbmp", "small"),
        of(300, 7).specimen("wbmp", "sides-of-two-bytes"),
        of(1, 1).specimen("wbmp", "one-dot"));
  }

  static Sketch of(int width, int height) {
    var file = new Sketch(true).meaning(1, 0).meaning(1, 0).border();
    side(file, width);
    side(file, height);
    return file.border().raw(Motif.joined(Motif.rows(width, height, 1, 1, true)));
  }

  static Sketch side(Sketch file, int value) {
    return value < 128
        ? file.side(1, value)
        : file.side(2, (0x80 | value >> 7) << 8 | value & 0x7f);
  }
}
