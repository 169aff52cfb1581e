package dev.graft.vision.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Compares as the fixtures ask for: against the largest value of the whole tensor. */
final class Close {
  private Close() {}

  /** Returns by how much of the largest value it is off. */
  static double assertClose(String what, float[] expected, float[] actual, double tolerance) {
    assertEquals(expected.length, actual.length, what);
    double largest = 0;
    double off = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      double difference = Math.abs(expected[i] - actual[i]);
      off = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(off, difference);
    }
    double share = off / largest;
    assertTrue(share <= tolerance, what + " is off by " + share + " of the largest value");
    return share;
  }

  static float[] flat(float[][] rows) {
    var all = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, all, i * rows[0].length, rows[0].length);
    }
    return all;
  }
}
