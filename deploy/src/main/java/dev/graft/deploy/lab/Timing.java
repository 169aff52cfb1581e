package dev.graft.deploy.lab;

import java.util.Arrays;

/** Of repeated measurements of the same thing. */
final class Timing {
  private Timing() {}

  /** The median of all but the first third, in which loops are compiled and memory is touched. */
  static double median(double[] measured) {
    double[] warm = Arrays.copyOfRange(measured, measured.length / 3, measured.length);
    Arrays.sort(warm);
    return warm[warm.length / 2];
  }
}
