package dev.graft.vision.head;

/**
 * What a fit makes small: {@code (sum of cross-entropies + l2 / 2 * |W|²) / n} over the members,
 * biases free of penalty.
 *
 * @param data all examples, members or not
 * @param labels [all]
 * @param members [n] the examples that count
 * @param l2 see {@link SoftmaxFitOptions}
 */
record SoftmaxLoss(Standardised data, int[] labels, int[] members, double l2) {
  /**
   * A point on the way: the mean cross-entropy there, its slope and its curvature along the way.
   */
  record Value(double loss, double slope, double curvature) {}

  /** Logits of all examples: [classes, width + 1] to [classes, all]. */
  float[][] logits(float[][] w) {
    float[][] logits = new float[w.length][labels.length];
    Products.multiply(w, data.columns(), logits);
    return logits;
  }

  /**
   * The loss at logits + step x along, without a matrix product: the logits are linear in the
   * weights, so a search along a direction costs one product however many steps it tries.
   *
   * @param logits [classes, all]
   * @param along [classes, all]
   * @param residual [classes, n] receives the probabilities less one at the label
   */
  Value at(float[][] logits, float[][] along, double step, float[][] residual) {
    int classes = logits.length;
    double[] p = new double[classes];
    double loss = 0;
    double slope = 0;
    double curvature = 0;
    for (int m = 0; m < members.length; m++) {
      int i = members[m];
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        p[k] = logits[k][i] + step * along[k][i];
        largest = Math.max(largest, p[k]);
      }
      double own = p[labels[i]];
      double sum = 0;
      double first = 0;
      double second = 0;
      for (int k = 0; k < classes; k++) {
        double d = along[k][i];
        p[k] = StrictMath.exp(p[k] - largest);
        sum += p[k];
        first += p[k] * d;
        second += p[k] * d * d;
      }
      for (int k = 0; k < classes; k++) {
        residual[k][m] = (float) (p[k] / sum - (k == labels[i] ? 1 : 0));
      }
      double mean = first / sum;
      loss += StrictMath.log(sum) + largest - own;
      slope += mean - along[labels[i]][i];
      curvature += second / sum - mean * mean;
    }
    int n = members.length;
    return new Value(loss / n, slope / n, curvature / n);
  }

  /**
   * Gradient of the loss: residuals [classes, n] and weights [classes, width + 1] to [classes,
   * width + 1].
   */
  float[][] gradient(float[][] w, float[][] residual) {
    float[][] rows = new float[members.length][];
    for (int m = 0; m < rows.length; m++) {
      rows[m] = data.rows()[members[m]];
    }
    int features = data.width() - 1;
    float[][] gradient = new float[w.length][features + 1];
    Products.multiply(residual, rows, gradient);
    Vectors.scale(gradient, 1.0 / members.length);
    float pull = (float) (l2 / members.length);
    for (int k = 0; k < w.length; k++) {
      for (int j = 0; j < features; j++) {
        gradient[k][j] += pull * w[k][j];
      }
    }
    return gradient;
  }

  /** Inner product of weights without their biases, times l2 / n: what the penalty is made of. */
  double penalty(float[][] a, float[][] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += Vectors.dot(a[k], b[k], data.width() - 1);
    }
    return l2 / members.length * sum;
  }
}
