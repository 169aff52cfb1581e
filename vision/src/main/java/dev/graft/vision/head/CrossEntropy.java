package dev.graft.vision.head;

/** Of the softmax. */
record CrossEntropy() implements Criterion {
  @Override
  public Value at(
      float[][] logits, float[][] along, double step, Weighed examples, float[][] residual) {
    int classes = logits.length;
    int[] members = examples.members();
    double[] p = new double[classes];
    double loss = 0;
    double slope = 0;
    double curvature = 0;
    for (int m = 0; m < members.length; m++) {
      int i = members[m];
      int label = examples.labels()[i];
      double weight = examples.weight(i);
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        p[k] = logits[k][i] + step * along[k][i];
        largest = Math.max(largest, p[k]);
      }
      double own = p[label];
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
        residual[k][m] = (float) (weight * (p[k] / sum - (k == label ? 1 : 0)));
      }
      double mean = first / sum;
      loss += weight * (StrictMath.log(sum) + largest - own);
      slope += weight * (mean - along[label][i]);
      curvature += weight * (second / sum - mean * mean);
    }
    int n = members.length;
    return new Value(loss / n, slope / n, curvature / n);
  }
}
