package dev.graft.vision.head.statistics;

import java.util.Arrays;

/** The pooled second moment: upper triangle of the sum of x xᵀ, in units of a {@link Grid}. */
final class Moments {
  /** A sum may not pass this: twice it and one more batch must fit. */
  private static final long FULL = 1L << 61;

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
   * Adds or takes away up to {@link Grid#BATCH} examples.
   *
   * @param vectors [more, width]
   * @param from the first of them
   * @param n how many
   * @param sign 1 or -1
   */
  void add(float[][] vectors, int from, int n, long sign) {
    double[][] rows = new double[n][];
    for (int e = 0; e < n; e++) {
      rows[e] = widened(vectors[from + e]);
    }
    add(rows, n, sign);
  }

  private static double[] widened(float[] vector) {
    double[] row = new double[vector.length];
    for (int j = 0; j < row.length; j++) {
      row[j] = vector[j];
    }
    return row;
  }

  private void add(double[][] rows, int n, long sign) {
    double[] sum = new double[width];
    double rounder = grid.rounder();
    double scale = sign * grid.perMomentUnit();
    int at = 0;
    for (int i = 0; i < width; i++) {
      Arrays.fill(sum, i, width, 0);
      int e = 0;
      for (; e + 4 <= n; e += 4) {
        addFour(rows, e, i, sum, rounder);
      }
      for (; e < n; e++) {
        addOne(rows[e], i, sum, rounder);
      }
      for (int j = i; j < width; j++) {
        packed[at++] += (long) (sum[j] * scale);
      }
    }
    requireRoom();
  }

  private static void addFour(double[][] rows, int e, int i, double[] sum, double rounder) {
    double[] a = rows[e];
    double[] b = rows[e + 1];
    double[] c = rows[e + 2];
    double[] d = rows[e + 3];
    double ai = a[i];
    double bi = b[i];
    double ci = c[i];
    double di = d[i];
    for (int j = i; j < sum.length; j++) {
      double first = (ai * a[j] + rounder - rounder) + (bi * b[j] + rounder - rounder);
      double second = (ci * c[j] + rounder - rounder) + (di * d[j] + rounder - rounder);
      sum[j] += first + second;
    }
  }

  private static void addOne(double[] row, int i, double[] sum, double rounder) {
    double value = row[i];
    for (int j = i; j < sum.length; j++) {
      sum[j] += value * row[j] + rounder - rounder;
    }
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
