package dev.graft.vision.tune;

import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LinearHead;

/**
 * How far a head is from the optimum of its own fit: the greatest component of the gradient of the
 * mean loss with its penalty, on features of mean 0 and spread 1, as the fit itself measures it.
 */
final class HeadGradient {
  /**
   * A head is settled up to that. Fits end at 1e-4, so there is room for some new or changed
   * labels; a head of zeros on embeddings of its classes is above.
   */
  static final double SETTLED = 0.05;

  private HeadGradient() {}

  static double largest(FittedHead fitted, float[][] embeddings, int[] labels) {
    LinearHead head = fitted.head();
    int width = head.width();
    var sums = new double[head.classes()][width + 1]; // the last is the bias's
    for (int i = 0; i < labels.length; i++) {
      float[] p = head.probabilities(embeddings[i], 1);
      for (int k = 0; k < p.length; k++) {
        double off = p[k] - (labels[i] == k ? 1 : 0);
        double[] row = sums[k];
        for (int j = 0; j < width; j++) {
          row[j] += off * embeddings[i][j];
        }
        row[width] += off;
      }
    }
    double largest = 0;
    for (int k = 0; k < sums.length; k++) {
      largest = Math.max(largest, Math.abs(sums[k][width]) / labels.length);
      for (int j = 0; j < width; j++) {
        double spread = fitted.scale().spread()[j];
        double data = (sums[k][j] - fitted.scale().mean()[j] * sums[k][width]) / spread;
        double penalty = fitted.l2() * head.weight()[k][j] * spread;
        largest = Math.max(largest, Math.abs(data + penalty) / labels.length);
      }
    }
    return largest;
  }
}
