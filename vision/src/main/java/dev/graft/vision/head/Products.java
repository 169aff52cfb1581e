package dev.graft.vision.head;

import java.util.Arrays;

/**
 * The one matrix product of a fit. The inner loop runs over columns, so the compiler turns it into
 * vector instructions, and each number is still summed in one fixed order: the same bits on every
 * machine, interpreted or compiled.
 */
final class Products {
  /** Columns per tile: four rows of it and a tile of the result stay in the first-level cache. */
  private static final int TILE = 512;

  private Products() {}

  /**
   * Result = left x right.
   *
   * @param left [r, p]
   * @param right [p, m]
   * @param result [r, m], overwritten
   */
  static void multiply(float[][] left, float[][] right, float[][] result) {
    int columns = result[0].length;
    int fours = right.length - right.length % 4;
    for (int from = 0; from < columns; from += TILE) {
      int to = Math.min(columns, from + TILE);
      for (float[] row : result) {
        Arrays.fill(row, from, to, 0f);
      }
      for (int p = 0; p < fours; p += 4) {
        for (int k = 0; k < left.length; k++) {
          addFour(left[k], right, p, result[k], from, to);
        }
      }
      for (int p = fours; p < right.length; p++) {
        for (int k = 0; k < left.length; k++) {
          addOne(left[k][p], right[p], result[k], from, to);
        }
      }
    }
  }

  /** More rows at once than four, and the compiler leaves the loop scalar. */
  private static void addFour(float[] w, float[][] right, int p, float[] out, int from, int to) {
    float w0 = w[p];
    float w1 = w[p + 1];
    float w2 = w[p + 2];
    float w3 = w[p + 3];
    float[] r0 = right[p];
    float[] r1 = right[p + 1];
    float[] r2 = right[p + 2];
    float[] r3 = right[p + 3];
    for (int i = from; i < to; i++) {
      out[i] += (w0 * r0[i] + w1 * r1[i]) + (w2 * r2[i] + w3 * r3[i]);
    }
  }

  private static void addOne(float w, float[] row, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] += w * row[i];
    }
  }
}
