package dev.graft.vision.head;

import java.util.Arrays;

/**
 * Which examples count in a fit, and how much.
 *
 * @param labels [all]
 * @param members [n]
 * @param weights [all], mean 1 over all; empty where all weigh the same
 */
record Weighed(int[] labels, int[] members, double[] weights) {
  static Weighed evenly(int[] labels, int[] members) {
    return new Weighed(labels, members, new double[0]);
  }

  double weight(int example) {
    return weights.length == 0 ? 1 : weights[example];
  }

  /**
   * Weights that let every class count the same: all / (classes x examples of the class), as
   * scikit-learn's "balanced".
   */
  static double[] balanced(int[] labels, int classes) {
    long[] counts = new long[classes];
    Arrays.stream(labels).forEach(label -> counts[label]++);
    return Arrays.stream(labels)
        .mapToDouble(label -> (double) labels.length / ((double) classes * counts[label]))
        .toArray();
  }
}
