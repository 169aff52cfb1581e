package dev.graft.vision.picture;

import dev.graft.vision.picture.Resampling.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a network sees of a picture, in bytes; no pixel beside it is computed. */
final class Squares {
  private final Preprocessing how;
  private final Picture picture;
  private final int[] bands;

  private Squares(Preprocessing how, Picture picture) {
    this.how = how;
    this.picture = picture;
    this.bands =
        how.bands().isEmpty()
            ? new int[] {0, 1, 2}
            : how.bands().stream().mapToInt(band -> band - 1).toArray();
  }

  /** Each {@code [crop, crop, channels]}; one unless there are tiles, which come row by row. */
  static List<byte[]> of(Preprocessing how, Picture picture) {
    var squares = new Squares(how, picture);
    if (how.pad() != null) {
      return List.of(squares.padded(how.pad()));
    }
    Tiles tiles = how.tiles();
    return tiles == null ? List.of(squares.centre()) : squares.tiled(tiles);
  }

  /**
   * The whole picture stretched to one square, proportions lost: {@code [crop, crop, channels]}.
   */
  static byte[] stretched(Preprocessing how, Picture picture) {
    return new Squares(how, picture).square(how.crop(), how.crop(), 0, 0);
  }

  /** torchvision's Resize of the short side and CenterCrop, on PIL's pixels. */
  private byte[] centre() {
    long width = scaled(picture.width(), picture.height(), how.resize());
    long height = scaled(picture.height(), picture.width(), how.resize());
    return square(width, height, middle(width), middle(height));
  }

  /** The short side becomes so long, the long one keeps the proportion, rounded down. */
  private static long scaled(int side, int other, int shortSide) {
    return side <= other ? shortSide : (long) ((double) ((long) shortSide * side) / other);
  }

  /** Python's int(round(x / 2)): halves go to the even neighbour. */
  private long middle(long side) {
    return (long) Math.rint((side - how.crop()) / 2.0);
  }

  private List<byte[]> tiled(Tiles tiles) {
    int shorter = Math.min(picture.width(), picture.height());
    int shown = Math.max(how.crop(), Math.min(shorter, how.resize()));
    long width = scaled(picture.width(), picture.height(), shown);
    long height = scaled(picture.height(), picture.width(), shown);
    var squares = new ArrayList<byte[]>();
    for (long top : begins(height, tiles.most())) {
      for (long left : begins(width, tiles.most())) {
        squares.add(square(width, height, left, top));
      }
    }
    return squares;
  }

  /** As many as cover the side, from one end to the other. */
  private long[] begins(long side, int most) {
    int count = (int) Math.min(most, (side + how.crop() - 1) / how.crop());
    var begins = new long[count];
    Arrays.setAll(
        begins,
        i ->
            count == 1
                ? middle(side)
                : (long) Math.rint((double) i * (side - how.crop()) / (count - 1)));
    return begins;
  }

  private byte[] square(long width, long height, long left, long top) {
    int side = how.crop();
    byte[] pixels =
        Resampling.part(
            picture,
            bands,
            new Span(width, left, side),
            new Span(height, top, side),
            how.interpolation());
    return repeated(coloured(pixels, side, side));
  }

  /** PIL's {@code ImageOps.pad}. */
  private byte[] padded(Pad pad) {
    int side = how.crop();
    int width = fitted(picture.width(), picture.height());
    int height = fitted(picture.height(), picture.width());
    byte[] pixels =
        Resampling.part(picture, bands, Span.whole(width), Span.whole(height), how.interpolation());
    byte[] seen = repeated(coloured(pixels, width, height));
    int channels = how.channels();
    var square = new byte[side * side * channels];
    for (int i = 0; i < square.length; i++) {
      square[i] = (byte) pad.level(i % channels);
    }
    int left = (int) Math.rint((side - width) * 0.5);
    int top = (int) Math.rint((side - height) * 0.5);
    for (int y = 0; y < height; y++) {
      int at = ((top + y) * side + left) * channels;
      System.arraycopy(seen, y * width * channels, square, at, width * channels);
    }
    return square;
  }

  /** The long side becomes the square's, the other keeps the proportion, at least one pixel. */
  private int fitted(int side, int other) {
    return side >= other
        ? how.crop()
        : Math.max(1, (int) Math.rint((double) side / other * how.crop()));
  }

  /** Gray and equalised where wanted: {@code [height, width, taken]}. */
  private byte[] coloured(byte[] pixels, int width, int height) {
    byte[] gray = how.gray() ? Luminance.of(pixels) : pixels;
    Clahe clahe = how.clahe();
    if (clahe == null) {
      return gray;
    }
    return how.taken() == 1
        ? clahe.equalised(gray, width, height)
        : Luminance.changed(pixels, clahe.equalised(Luminance.of(pixels), width, height));
  }

  /** One channel for all: {@code [pixels, channels]}. */
  private byte[] repeated(byte[] pixels) {
    int channels = how.channels();
    if (how.taken() == channels) {
      return pixels;
    }
    var all = new byte[pixels.length * channels];
    for (int i = 0; i < all.length; i++) {
      all[i] = pixels[i / channels];
    }
    return all;
  }
}
