package dev.graft.vision.head;

/**
 * Arithmetic on matrices taken as one long vector: stored as float32, summed as float64 in a fixed
 * order.
 */
final class Vectors {
  /** Rows that are turned into columns together, so that each column gets whole cache lines. */
  static final int BLOCK = 32;

  private Vectors() {}

  static double dot(float[][] a, float[][] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += dot(a[k], b[k], a[k].length);
    }
    return sum;
  }

  /**
   * Over the first {@code length} values; four running sums, so that additions need not wait for
   * one another.
   */
  static double dot(float[] a, float[] b, int length) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < length; i += 4) {
      s0 += (double) a[i] * b[i];
      s1 += (double) a[i + 1] * b[i + 1];
      s2 += (double) a[i + 2] * b[i + 2];
      s3 += (double) a[i + 3] * b[i + 3];
    }
    for (; i < length; i++) {
      s0 += (double) a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Adds factor x b to a. */
  static void add(float[][] a, double factor, float[][] b) {
    float f = (float) factor;
    for (int k = 0; k < a.length; k++) {
      float[] to = a[k];
      float[] from = b[k];
      for (int i = 0; i < to.length; i++) {
        to[i] += f * from[i];
      }
    }
  }

  static void scale(float[][] a, double factor) {
    float f = (float) factor;
    for (float[] row : a) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= f;
      }
    }
  }

  static float[][] minus(float[][] a, float[][] b) {
    float[][] difference = copy(a);
    add(difference, -1, b);
    return difference;
  }

  static float[][] copy(float[][] a) {
    float[][] copy = new float[a.length][];
    for (int k = 0; k < a.length; k++) {
      copy[k] = a[k].clone();
    }
    return copy;
  }

  /** Rows [n, m] as columns [m, n]; n and m at least 1. */
  static float[][] transposed(float[][] rows) {
    float[][] columns = new float[rows[0].length][rows.length];
    for (int from = 0; from < rows.length; from += BLOCK) {
      transpose(rows, from, Math.min(rows.length, from + BLOCK), columns);
    }
    return columns;
  }

  /** The same of some rows, while they are still in the cache: eight columns at a time. */
  static void transpose(float[][] rows, int from, int to, float[][] columns) {
    int j = 0;
    for (; j + 7 < columns.length; j += 8) {
      transposeEight(rows, from, to, columns, j);
    }
    for (; j < columns.length; j++) {
      for (int i = from; i < to; i++) {
        columns[j][i] = rows[i][j];
      }
    }
  }

  private static void transposeEight(
      float[][] rows, int from, int to, float[][] columns, int first) {
    float[] c0 = columns[first];
    float[] c1 = columns[first + 1];
    float[] c2 = columns[first + 2];
    float[] c3 = columns[first + 3];
    float[] c4 = columns[first + 4];
    float[] c5 = columns[first + 5];
    float[] c6 = columns[first + 6];
    float[] c7 = columns[first + 7];
    for (int i = from; i < to; i++) {
      float[] row = rows[i];
      c0[i] = row[first];
      c1[i] = row[first + 1];
      c2[i] = row[first + 2];
      c3[i] = row[first + 3];
      c4[i] = row[first + 4];
      c5[i] = row[first + 5];
      c6[i] = row[first + 6];
      c7[i] = row[first + 7];
    }
  }

  static double largest(float[][] a) {
    float largest = 0;
    for (float[] row : a) {
      for (float value : row) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest;
  }
}
