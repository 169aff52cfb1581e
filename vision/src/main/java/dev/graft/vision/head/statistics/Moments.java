package dev.graft.vision.head.statistics;

import java.util.Arrays;

/** The pooled second moment: upper triangle of the sum of x xᵀ, in units of a {@link Grid}. */
final class Moments {
  /** A sum may not pass this: twice it and one more batch must fit. */
  private static final long FULL = 1L << 61;

  /** Columns and examples: 16 kB of doubles. */
  private static final int TILE = 128;

  private static final int GROUP = 16;

  private final int width;
  private final Grid grid;
  private final long[] packed; // [width * (width + 1) / 2], row by row

  Moments(int width, Grid grid, long[] packed) {
    this.width = width;
    this.grid = grid;
    this.packed = packed;
  }

  Moments copy() {
    return new Moments(width, grid, packed.clone());
  }

  static int size(int width) {
    return Math.multiplyExact(width, width + 1) / 2;
  }

  /**
   * Adds or takes away up to {@link Grid#BATCH} examples. In tiles of columns, so that a group of
   * examples stays in the nearest cache while all rows pass by.
   *
   * @param vectors [more, width]
   * @param from the first of them
   * @param n how many
   * @param sign 1 or -1
   */
  void add(float[][] vectors, int from, int n, long sign) {
    float[][] examples = Arrays.copyOfRange(vectors, from, from + n);
    for (int first = 0; first < width; first += TILE) {
      addTile(examples, first, Math.min(first + TILE, width), sign * grid.perMomentUnit());
    }
    requireRoom();
  }

  /** Columns from first to end, of all rows down to the diagonal. */
  private void addTile(float[][] examples, int first, int end, double scale) {
    boolean oneGroup = examples.length <= GROUP;
    double[][] sums = new double[oneGroup ? 1 : end][end - first];
    double[] values = new double[GROUP];
    for (int from = 0; from < examples.length; from += GROUP) {
      int to = Math.min(from + GROUP, examples.length);
      double[][] part = widened(examples, from, to, first, end);
      for (int row = 0; row < end; row++) {
        double[] sum = sums[oneGroup ? 0 : row];
        int diagonal = Math.max(row - first, 0);
        for (int e = from; e < to; e++) {
          values[e - from] = examples[e][row];
        }
        addGroup(values, part, sum, diagonal);
        if (to == examples.length) {
          count(sum, diagonal, row, first, scale);
        }
      }
    }
  }

  private static double[][] widened(float[][] examples, int from, int to, int first, int end) {
    double[][] part = new double[to - from][end - first];
    for (int e = from; e < to; e++) {
      for (int j = first; j < end; j++) {
        part[e - from][j - first] = examples[e][j];
      }
    }
    return part;
  }

  /** Values of a row, times the columns of the same examples. */
  private void addGroup(double[] values, double[][] part, double[] sum, int diagonal) {
    double rounder = grid.rounder();
    int e = 0;
    for (; e + 4 <= part.length; e += 4) {
      addFour(values, part, e, sum, diagonal, rounder);
    }
    for (; e < part.length; e++) {
      addOne(values[e], part[e], sum, diagonal, rounder);
    }
  }

  private static void addFour(
      double[] values, double[][] part, int e, double[] sum, int diagonal, double rounder) {
    double[] a = part[e];
    double[] b = part[e + 1];
    double[] c = part[e + 2];
    double[] d = part[e + 3];
    double ai = values[e];
    double bi = values[e + 1];
    double ci = values[e + 2];
    double di = values[e + 3];
    for (int j = diagonal; j < sum.length; j++) {
      double first = (ai * a[j] + rounder - rounder) + (bi * b[j] + rounder - rounder);
      double second = (ci * c[j] + rounder - rounder) + (di * d[j] + rounder - rounder);
      sum[j] += first + second;
    }
  }

  private static void addOne(
      double value, double[] part, double[] sum, int diagonal, double rounder) {
    for (int j = diagonal; j < sum.length; j++) {
      sum[j] += value * part[j] + rounder - rounder;
    }
  }

  /** Adds the sums to those in whole numbers, and clears them. */
  private void count(double[] sum, int diagonal, int row, int first, double scale) {
    int at = row * width - row * (row - 1) / 2 + first + diagonal - row;
    for (int j = diagonal; j < sum.length; j++) {
      packed[at++] += (long) (sum[j] * scale);
    }
    Arrays.fill(sum, 0);
  }

  /** No element is larger than the largest on the diagonal, by Cauchy and Schwarz. */
  private void requireRoom() {
    int at = 0;
    for (int i = 0; i < width; i++) {
      if (packed[at] > FULL) {
        throw new ArithmeticException(
            "the second moment of feature "
                + i
                + " is full; scale the embeddings, or a larger reach");
      }
      at += width - i;
    }
  }

  void merge(Moments other, long sign) {
    for (int p = 0; p < packed.length; p++) {
      packed[p] += sign * other.packed[p];
    }
    requireRoom();
  }

  /** Sum of x_i x_j, upper triangle filled: [width, width]. */
  double[][] upper() {
    double unit = grid.momentUnit();
    double[][] upper = new double[width][width];
    int at = 0;
    for (int i = 0; i < width; i++) {
      for (int j = i; j < width; j++) {
        upper[i][j] = packed[at++] * unit;
      }
    }
    return upper;
  }

  /** Takes {@code count} times the products of a mean away from such a triangle. */
  static void takeAway(double[][] upper, double[] mean, long count) {
    for (int i = 0; i < mean.length; i++) {
      double[] row = upper[i];
      double factor = count * mean[i];
      for (int j = i; j < row.length; j++) {
        row[j] -= factor * mean[j];
      }
    }
  }

  long[] packed() {
    return packed;
  }
}
