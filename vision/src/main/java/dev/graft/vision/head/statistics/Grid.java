package dev.graft.vision.head.statistics;

/**
 * The whole numbers that values and products are counted in. With values below 2^r in magnitude, a
 * product is rounded to a multiple of 2^(2r - 45): {@value #BATCH} of them add up in a double
 * without another rounding, and 2^18 examples of the largest magnitude, a thousand million of an
 * ordinary one, fit a long.
 *
 * @param reach r: values must lie within ±2^r
 */
record Grid(int reach) {
  /** Examples whose products are added in double before they go to the long sums. */
  static final int BATCH = 256;

  private static final int MOMENT_BITS = 45;
  private static final int SUM_BITS = 40;

  Grid {
    if (reach < -20 || reach > 40) {
      throw new IllegalArgumentException("reach must lie in -20 to 40, is " + reach);
    }
  }

  /** The smallest reach that holds these values. */
  static int reachOf(float[][] vectors) {
    float largest = 0;
    for (float[] vector : vectors) {
      for (float value : vector) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest == 0 ? 0 : Math.max(-20, Math.getExponent(largest) + 1);
  }

  double limit() {
    return Math.scalb(1.0, reach);
  }

  /** Products per unit: multiply to get a whole number. */
  double perMomentUnit() {
    return Math.scalb(1.0, MOMENT_BITS - 2 * reach);
  }

  double momentUnit() {
    return Math.scalb(1.0, 2 * reach - MOMENT_BITS);
  }

  double perSumUnit() {
    return Math.scalb(1.0, SUM_BITS - reach);
  }

  double sumUnit() {
    return Math.scalb(1.0, reach - SUM_BITS);
  }

  /**
   * Added to a number and taken away again, this leaves the nearest multiple of a unit: at its
   * magnitude, neighbouring doubles are one unit apart (Hacker's Delight, 17.1, as every rounding
   * by addition).
   */
  double rounder() {
    return 1.5 * Math.scalb(momentUnit(), 52);
  }
}
