package dev.graft.vision.score;

/**
 * Expected calibration error: how far confidence is from accuracy, averaged over bins of confidence
 * by their share of examples. Guo et al., "On Calibration of Modern Neural Networks", ICML 2017,
 * equation 3, with their 15 bins (k-1)/15 < confidence <= k/15.
 */
final class Calibration {
  static final int BINS = 15;

  private final int[] count = new int[BINS];
  private final int[] right = new int[BINS];
  private final double[] confidence = new double[BINS];

  void add(double probability, boolean correct) {
    int bin = Math.min(BINS - 1, Math.max(0, (int) Math.ceil(probability * BINS) - 1));
    count[bin]++;
    right[bin] += correct ? 1 : 0;
    confidence[bin] += probability;
  }

  /** Sum over bins of |right - sum of confidences| / examples. */
  double error(int examples) {
    double gap = 0;
    for (int b = 0; b < BINS; b++) {
      gap += Math.abs(right[b] - confidence[b]);
    }
    return examples == 0 ? 0 : gap / examples;
  }
}
