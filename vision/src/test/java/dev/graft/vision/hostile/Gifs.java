package dev.graft.vision.hostile;

import java.util.List;

/** GIF 87a and 89a: frames, palettes of their own, disposal, notes. */
final class Gifs {
  private Gifs() {}

  static List<Specimen> specimens() {
    return List.of(
        ended(frame(begun("GIF87a", true), 0, 0, false)).specimen("gif", "87a"),
        ended(frame(begun("GIF89a", true), 0, 0, false)).specimen("gif", "89a"),
        ended(frame(begun("GIF89a", true), 0, 0, true)).specimen("gif", "interlaced"),
        ended(localPalette(begun("GIF89a", false))).specimen("gif", "local-palette"),
        ended(frame(begun("GIF89a", true), 5, 4, false)).specimen("gif", "offset-frame"),
        ended(frame(noted(begun("GIF89a", true)), 0, 0, false)).specimen("gif", "with-notes"),
        animated().specimen("gif", "animated"));
  }

  static Sketch begun(String version, boolean palette) {
    return begun(version, palette, Motif.WIDTH, Motif.HEIGHT);
  }

  static Sketch begun(String version, boolean palette, int width, int height) {
    var file = new Sketch(false).text(version).border().side(2, width).side(2, height);
    file.meaning(1, palette ? 0xf3 : 0x70).meaning(1, 0).meaning(1, 0); // 16 colours
    return palette ? file.border().raw(colours()) : file;
  }

  private static byte[] colours() {
    var colours = new byte[48];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = (byte) (i * 5);
    }
    return colours;
  }

  /** A frame that reaches to the canvas's lower right corner. */
  static Sketch frame(Sketch file, int left, int top, boolean interlaced) {
    described(file, left, top, interlaced ? 0x40 : 0);
    return data(file, (Motif.WIDTH - left) * (Motif.HEIGHT - top));
  }

  private static Sketch localPalette(Sketch file) {
    described(file, 0, 0, 0x83).raw(colours());
    return data(file, Motif.WIDTH * Motif.HEIGHT);
  }

  private static Sketch described(Sketch file, int left, int top, int flags) {
    file.border().meaning(1, 0x2c).meaning(2, left).meaning(2, top);
    return file.side(2, Motif.WIDTH - left).side(2, Motif.HEIGHT - top).meaning(1, flags);
  }

  /** LZW that clears its table so often that codes keep five bits. */
  static Sketch data(Sketch file, int pixels) {
    file.border().meaning(1, 4);
    var bits = new Sketch(false);
    int held = 0;
    int count = 0;
    for (int i = 0; i <= pixels + pixels / 8; i++) {
      int code = i == pixels + pixels / 8 ? 17 : i % 9 == 0 ? 16 : i * 7 / 5 & 15;
      held |= code << count;
      for (count += 5; count >= 8; count -= 8, held >>>= 8) {
        bits.bytes(held & 0xff);
      }
    }
    byte[] packed = bits.bytes(held & 0xff).bytes();
    for (int at = 0; at < packed.length; at += 100) {
      byte[] block = java.util.Arrays.copyOfRange(packed, at, Math.min(packed.length, at + 100));
      file.border().length(1, block.length).raw(block);
    }
    return file.length(1, 0);
  }

  static Sketch noted(Sketch file) {
    file.border().bytes(0x21, 0xfe).length(1, 5).text("hello").bytes(0);
    return file.border().bytes(0x21, 0xff).length(1, 11).text("NETSCAPE2.0").bytes(3, 1, 0, 0, 0);
  }

  static Sketch control(Sketch file, int disposal) {
    return file.border().bytes(0x21, 0xf9).length(1, 4).bytes(disposal << 2 | 1, 5, 0, 2, 0);
  }

  private static Sketch animated() {
    var file = noted(begun("GIF89a", true));
    for (int disposal = 0; disposal < 4; disposal++) {
      frame(control(file, disposal), disposal, disposal, false);
    }
    return ended(file);
  }

  static Sketch ended(Sketch file) {
    return file.border().meaning(1, 0x3b);
  }
}
