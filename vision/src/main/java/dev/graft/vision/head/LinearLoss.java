package dev.graft.vision.head;

/**
 * What a fit makes small: {@code (sum of the members' losses + l2 / 2 * |W|²) / n}, biases free of
 * penalty.
 *
 * @param data all examples, members or not
 * @param examples which count, and how much
 * @param l2 see {@link SoftmaxFitOptions}
 */
record LinearLoss(Standardised data, Weighed examples, double l2, Criterion criterion) {
  /** Logits of all examples: [classes, width + 1] to [classes, all]. */
  float[][] logits(float[][] w) {
    float[][] logits = new float[w.length][examples.labels().length];
    Products.multiply(w, data.columns(), logits);
    return logits;
  }

  /** See {@link Criterion#at}. */
  Criterion.Value at(float[][] logits, float[][] along, double step, float[][] residual) {
    return criterion.at(logits, along, step, examples, residual);
  }

  int size() {
    return examples.members().length;
  }

  /**
   * Gradient of the loss: residuals [classes, n] and weights [classes, width + 1] to [classes,
   * width + 1].
   */
  float[][] gradient(float[][] w, float[][] residual) {
    int[] members = examples.members();
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
    return l2 / size() * sum;
  }
}
