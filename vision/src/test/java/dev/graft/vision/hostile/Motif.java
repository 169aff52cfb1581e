package dev.graft.vision.hostile;

/** What every specimen shows: a few colours, none of them only at one place. */
final class Motif {
  static final int WIDTH = 24;
  static final int HEIGHT = 20;

  private Motif() {}

  /** 0 red, 1 green, 2 blue, 3 something else: 0..255. */
  static int sample(int x, int y, int channel) {
    return switch (channel) {
      case 0 -> x * 10 & 0xff;
      case 1 -> y * 12 & 0xff;
      case 2 -> (x + y) * 5 & 0xff;
      default -> (x * y + 40) & 0xff;
    };
  }

  /**
   * Rows of samples of {@code bits}, each row filled up to a byte.
   *
   * @param bits of one sample: 1, 2, 4, 8, 16, 32
   */
  static byte[][] rows(int width, int height, int channels, int bits, boolean bigEndian) {
    var rows = new byte[height][(width * channels * bits + 7) / 8];
    for (int y = 0; y < height; y++) {
      for (int i = 0; i < width * channels; i++) {
        put(rows[y], i, bits, sample(i / channels, y, i % channels), bigEndian);
      }
    }
    return rows;
  }

  private static void put(byte[] row, int index, int bits, int value, boolean bigEndian) {
    if (bits >= 8) {
      int width = bits / 8;
      for (int i = 0; i < width; i++) {
        row[index * width + i] = (byte) ((bigEndian ? i == 0 : i == width - 1) ? value : i * 77);
      }
      return;
    }
    int first = index * bits;
    row[first / 8] |= (byte) (value >>> 8 - bits << 8 - bits - first % 8);
  }

  static byte[] joined(byte[][] parts) {
    var sketch = new Sketch(true);
    for (byte[] part : parts) {
      sketch.raw(part);
    }
    return sketch.bytes();
  }
}
