package dev.graft.vision.head;

import java.util.Arrays;

/**
 * The one matrix product of a fit. The inner loop runs over columns, so the compiler turns it into
 * vector instructions, and each number is still summed in one fixed order: the same bits on every
 * machine, interpreted or compiled.
 */
final class Products {
  /** Columns per tile: eight rows of it and a tile of the result stay in the first-level cache. */
  private static final int TILE = 256;

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
    for (int from = 0; from < columns; from += TILE) {
      int to = Math.min(columns, from + TILE);
      for (float[] row : result) {
        Arrays.fill(row, from, to, 0f);
      }
      for (int p = 0; p < right.length; p += 8) {
        for (int k = 0; k < left.length; k++) {
          if (p + 8 <= right.length) {
            addEight(left[k], right, p, result[k], from, to);
          } else {
            addRest(left[k], right, p, result[k], from, to);
          }
        }
      }
    }
  }

  private static void addEight(float[] w, float[][] right, int p, float[] out, int from, int to) {
    float w0 = w[p];
    float w1 = w[p + 1];
    float w2 = w[p + 2];
    float w3 = w[p + 3];
    float w4 = w[p + 4];
    float w5 = w[p + 5];
    float w6 = w[p + 6];
    float w7 = w[p + 7];
    float[] r0 = right[p];
    float[] r1 = right[p + 1];
    float[] r2 = right[p + 2];
    float[] r3 = right[p + 3];
    float[] r4 = right[p + 4];
    float[] r5 = right[p + 5];
    float[] r6 = right[p + 6];
    float[] r7 = right[p + 7];
    for (int i = from; i < to; i++) {
      out[i] +=
          ((w0 * r0[i] + w1 * r1[i]) + (w2 * r2[i] + w3 * r3[i]))
              + ((w4 * r4[i] + w5 * r5[i]) + (w6 * r6[i] + w7 * r7[i]));
    }
  }

  private static void addRest(float[] w, float[][] right, int p, float[] out, int from, int to) {
    for (int q = p; q < right.length; q++) {
      float wq = w[q];
      float[] row = right[q];
      for (int i = from; i < to; i++) {
        out[i] += wq * row[i];
      }
    }
  }
}
