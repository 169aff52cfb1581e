package dev.graft.vision.picture;

/**
 * PIL's antialiased resize of 8-bit pixels, to the bit: first along rows, then along columns, each
 * rounded to bytes, weights in fixed point.
 *
 * @see <a href="https://github.com/python-pillow/Pillow/blob/main/src/libImaging/Resample.c">its
 *     source</a>
 */
final class Resampling {
  private static final int PRECISION_BITS = 32 - 8 - 2;

  /** Bands that one walk over the pixels mixes. */
  private static final int AT_ONCE = 3;

  /**
   * What makes each pixel of a stretch of one side of the result.
   *
   * @param first source index of each pixel's first weight
   * @param weights of each pixel, in fixed point
   */
  private record Taps(int[] first, int[][] weights) {
    int begin() {
      return first[0];
    }

    int end() {
      return first[first.length - 1] + weights[first.length - 1].length;
    }
  }

  private Resampling() {}

  /**
   * A part of the picture resized to other sides; the rest of it is not computed.
   *
   * @param bands which of the picture's, from 0
   * @param across what part of which width
   * @param down what part of which height
   * @return {@code [down.count, across.count, bands.length]}
   */
  static byte[] part(Picture picture, int[] bands, Span across, Span down, Interpolation by) {
    Taps columns = taps(picture.width(), across, by);
    Taps rows = taps(picture.height(), down, by);
    var narrow = new byte[(rows.end() - rows.begin()) * across.count() * bands.length];
    for (int first = 0; first < bands.length; first += AT_ONCE) {
      rows(picture, bands, first, columns, rows, narrow);
    }
    return columns(narrow, rows, across.count() * bands.length);
  }

  /**
   * A stretch of one side of a resized picture.
   *
   * @param length of the whole side
   * @param begin where the stretch begins
   * @param count its pixels
   */
  record Span(long length, long begin, int count) {
    static Span whole(int length) {
      return new Span(length, 0, length);
    }
  }

  /** Of up to three bands from the first on: {@code [end - begin, count, bands]} of them all. */
  private static void rows(
      Picture picture, int[] bands, int first, Taps across, Taps down, byte[] out) {
    byte[] in = picture.samples();
    int step = picture.bands();
    int last = bands.length - 1;
    int a = bands[first];
    int b = bands[Math.min(first + 1, last)];
    int c = bands[Math.min(first + 2, last)];
    int at = first;
    for (int y = down.begin(); y < down.end(); y++) {
      for (int x = 0; x < across.first.length; x++) {
        int[] weights = across.weights[x];
        int from = step * (y * picture.width() + across.first[x]);
        int red = 1 << PRECISION_BITS - 1;
        int green = red;
        int blue = red;
        for (int weight : weights) {
          red += (in[from + a] & 0xff) * weight;
          green += (in[from + b] & 0xff) * weight;
          blue += (in[from + c] & 0xff) * weight;
          from += step;
        }
        out[at] = clip(red);
        if (first < last) {
          out[at + 1] = clip(green);
        }
        if (first + 1 < last) {
          out[at + 2] = clip(blue);
        }
        at += bands.length;
      }
    }
  }

  /**
   * {@code [height, stride]}.
   *
   * @param stride numbers of a row
   */
  private static byte[] columns(byte[] in, Taps taps, int stride) {
    int height = taps.first.length;
    var out = new byte[height * stride];
    var sums = new int[stride];
    for (int y = 0; y < height; y++) {
      java.util.Arrays.fill(sums, 1 << PRECISION_BITS - 1);
      int from = (taps.first[y] - taps.begin()) * stride;
      for (int weight : taps.weights[y]) {
        for (int i = 0; i < stride; i++) {
          sums[i] += (in[from + i] & 0xff) * weight;
        }
        from += stride;
      }
      for (int i = 0; i < stride; i++) {
        out[y * stride + i] = clip(sums[i]);
      }
    }
    return out;
  }

  private static byte clip(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> PRECISION_BITS));
  }

  private static Taps taps(int in, Span span, Interpolation by) {
    long offset = span.begin();
    var first = new int[span.count()];
    var weights = new int[span.count()][];
    double scale = (double) in / span.length();
    double stretch = Math.max(scale, 1); // shrinking widens the filter: that is the antialiasing
    double support = by.support() * stretch;
    for (int i = 0; i < span.count(); i++) {
      if (in == span.length()) { // PIL leaves a side out that keeps its length
        first[i] = (int) (offset + i);
        weights[i] = new int[] {1 << PRECISION_BITS};
        continue;
      }
      double centre = (offset + i + 0.5) * scale;
      first[i] = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(in, (int) (centre + support + 0.5));
      weights[i] = weights(first[i], end, centre, 1 / stretch, by);
    }
    return new Taps(first, weights);
  }

  private static int[] weights(int first, int end, double centre, double step, Interpolation by) {
    var exact = new double[end - first];
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      exact[i] = by.weight((i + first - centre + 0.5) * step);
      sum += exact[i];
    }
    var fixed = new int[exact.length];
    for (int i = 0; i < exact.length; i++) {
      double share = (sum == 0 ? exact[i] : exact[i] / sum) * (1 << PRECISION_BITS);
      fixed[i] = (int) (share < 0 ? share - 0.5 : share + 0.5);
    }
    return fixed;
  }
}
