package dev.graft.vision.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How a camera was held, by EXIF's tag 0x0112, and the turn that puts its picture upright. */
enum Orientation {
  UPRIGHT,
  MIRRORED,
  UPSIDE_DOWN,
  FLIPPED,
  TRANSPOSED,
  TURNED_LEFT,
  TRANSVERSED,
  TURNED_RIGHT;

  private static final int TAG = 0x0112;
  private static final int SHORT = 3;

  /**
   * Reads the first directory of TIFF data; anything odd counts as upright, as a picture is no
   * worse for a bad note beside it.
   */
  static Orientation of(byte[] bytes, int begin, int end) {
    if (end - begin < 8) {
      return UPRIGHT;
    }
    var tiff = ByteBuffer.wrap(bytes, begin, end - begin).slice();
    short order = tiff.getShort(0);
    if (order == 0x4949) {
      tiff.order(ByteOrder.LITTLE_ENDIAN);
    } else if (order != 0x4d4d) {
      return UPRIGHT;
    }
    int directory = tiff.getInt(4);
    if (directory < 8 || directory > tiff.limit() - 2) {
      return UPRIGHT;
    }
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if (entry > tiff.limit() - 12) {
        return UPRIGHT;
      }
      if ((tiff.getShort(entry) & 0xffff) == TAG && tiff.getShort(entry + 2) == SHORT) {
        int value = tiff.getShort(entry + 8) & 0xffff;
        return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  private boolean swapsSides() {
    return ordinal() >= TRANSPOSED.ordinal();
  }

  Picture apply(Picture stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    int width = swapsSides() ? stored.height() : stored.width();
    int height = swapsSides() ? stored.width() : stored.height();
    int bands = stored.bands();
    byte[] from = stored.samples();
    var to = new byte[from.length];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int source = bands * source(x, y, stored.width(), stored.height());
        for (int band = 0; band < bands; band++) {
          to[at++] = from[source + band];
        }
      }
    }
    return new Picture(width, height, bands, to);
  }

  /** Index of the stored pixel that is seen at x, y. */
  private int source(int x, int y, int w, int h) {
    return switch (this) {
      case UPRIGHT -> y * w + x;
      case MIRRORED -> y * w + (w - 1 - x);
      case UPSIDE_DOWN -> (h - 1 - y) * w + (w - 1 - x);
      case FLIPPED -> (h - 1 - y) * w + x;
      case TRANSPOSED -> x * w + y;
      case TURNED_LEFT -> (h - 1 - x) * w + y;
      case TRANSVERSED -> (h - 1 - x) * w + (w - 1 - y);
      case TURNED_RIGHT -> x * w + (w - 1 - y);
    };
  }
}
