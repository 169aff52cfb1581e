package dev.graft.vision.head;

/**
 * The number that logits are divided by so that probabilities can be believed (Guo et al., ICML
 * 2017, section 4.2), found by minimising the log-loss. A weak prior holds it near 1 while examples
 * are few: twelve that are all right would otherwise make it as small as it may get. Its weight is
 * one nat at a factor of e^±{@value #PRIOR_SPREAD}·√2 and vanishes as examples come.
 */
final class Temperature {
  private static final double PRIOR_SPREAD = 0.5;
  private static final double SMALLEST = StrictMath.log(0.1);
  private static final double LARGEST = StrictMath.log(20);
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private Temperature() {}

  /**
   * @param logits [classes, all]
   * @param labels [all]
   * @param examples those that count
   */
  static double fit(float[][] logits, int[] labels, int[] examples) {
    double low = SMALLEST;
    double high = LARGEST;
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double atLeft = cost(left, logits, labels, examples);
    double atRight = cost(right, logits, labels, examples);
    while (high - low > 1e-4) {
      if (atLeft <= atRight) {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - GOLDEN * (high - low);
        atLeft = cost(left, logits, labels, examples);
      } else {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + GOLDEN * (high - low);
        atRight = cost(right, logits, labels, examples);
      }
    }
    return StrictMath.exp((low + high) / 2);
  }

  private static double cost(double log, float[][] logits, int[] labels, int[] examples) {
    double off = log / PRIOR_SPREAD;
    return logLoss(StrictMath.exp(log), logits, labels, examples) * examples.length + off * off / 2;
  }

  /** Mean of -ln p(label) at a temperature; 0 without examples. */
  static double logLoss(double temperature, float[][] logits, int[] labels, int[] examples) {
    double loss = 0;
    for (int i : examples) {
      double largest = Double.NEGATIVE_INFINITY;
      for (float[] row : logits) {
        largest = Math.max(largest, row[i]);
      }
      double sum = 0;
      for (float[] row : logits) {
        sum += StrictMath.exp((row[i] - largest) / temperature);
      }
      loss += StrictMath.log(sum) + (largest - logits[labels[i]][i]) / temperature;
    }
    return examples.length == 0 ? 0 : loss / examples.length;
  }
}
