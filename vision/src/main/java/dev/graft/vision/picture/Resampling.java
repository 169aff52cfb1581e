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
   * The square at {@code left, top} of the picture resized to {@code width} by {@code height}; the
   * rest is not computed.
   */
  static byte[] square(
      Picture picture, long width, long height, long left, long top, int side, Interpolation by) {
    Taps across = taps(picture.width(), width, left, side, by);
    Taps down = taps(picture.height(), height, top, side, by);
    byte[] narrow = rows(picture, across, down.begin(), down.end(), side);
    return columns(narrow, down, side);
  }

  /** {@code [end - begin, side, 3]}. */
  private static byte[] rows(Picture picture, Taps taps, int begin, int end, int side) {
    var out = new byte[(end - begin) * side * 3];
    byte[] in = picture.rgb();
    int at = 0;
    for (int y = begin; y < end; y++) {
      for (int x = 0; x < side; x++) {
        int[] weights = taps.weights[x];
        int from = 3 * (y * picture.width() + taps.first[x]);
        int red = 1 << PRECISION_BITS - 1;
        int green = red;
        int blue = red;
        for (int weight : weights) {
          red += (in[from] & 0xff) * weight;
          green += (in[from + 1] & 0xff) * weight;
          blue += (in[from + 2] & 0xff) * weight;
          from += 3;
        }
        out[at++] = clip(red);
        out[at++] = clip(green);
        out[at++] = clip(blue);
      }
    }
    return out;
  }

  /** {@code [side, side, 3]}. */
  private static byte[] columns(byte[] in, Taps taps, int side) {
    int stride = 3 * side;
    var out = new byte[side * stride];
    var sums = new int[stride];
    for (int y = 0; y < side; y++) {
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

  private static Taps taps(int in, long out, long offset, int count, Interpolation by) {
    var first = new int[count];
    var weights = new int[count][];
    double scale = (double) in / out;
    double stretch = Math.max(scale, 1); // shrinking widens the filter: that is the antialiasing
    double support = by.support() * stretch;
    for (int i = 0; i < count; i++) {
      if (in == out) { // PIL leaves a side out that keeps its length
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
