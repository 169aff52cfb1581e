package dev.graft.vision.head;

/**
 * Of one class against the rest, for all classes at once: (max(0, 1 - y z))² summed over the
 * classes, y being 1 for the label's class and -1 for the others. The loss of LIBLINEAR's L2-loss
 * support vector classification (Fan et al., JMLR 2008), differentiable everywhere.
 */
record SquaredHinge() implements Criterion {
  @Override
  public Value at(
      float[][] logits, float[][] along, double step, Weighed examples, float[][] residual) {
    int[] members = examples.members();
    double loss = 0;
    double slope = 0;
    double curvature = 0;
    for (int k = 0; k < logits.length; k++) {
      float[] z = logits[k];
      float[] d = along[k];
      for (int m = 0; m < members.length; m++) {
        int i = members[m];
        double y = examples.labels()[i] == k ? 1 : -1;
        double weight = examples.weight(i);
        double lack = Math.max(0, 1 - y * (z[i] + step * d[i]));
        double push = -2 * weight * y * lack;
        residual[k][m] = (float) push;
        loss += weight * lack * lack;
        slope += push * d[i];
        curvature += lack > 0 ? 2 * weight * d[i] * d[i] : 0;
      }
    }
    int n = members.length;
    return new Value(loss / n, slope / n, curvature / n);
  }
}
