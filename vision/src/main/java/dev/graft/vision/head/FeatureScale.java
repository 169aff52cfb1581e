package dev.graft.vision.head;

/**
 * Mean and spread of each feature over the examples of a fit.
 *
 * <p>What is done to each example is a method of its own: a fit is over before a loop over all
 * examples is compiled, while a method that is called for each of them is compiled at once.
 *
 * @param mean [width]
 * @param spread [width] standard deviation; 1 for a feature that never changes
 */
public record FeatureScale(float[] mean, float[] spread) {
  /** Spread below this share of the largest value is rounding, not a difference. */
  private static final double CONSTANT = 1e-7;

  /** Of vectors [n, width], all of them finite; n at least 1. */
  static FeatureScale of(float[][] vectors) {
    int width = vectors[0].length;
    double[] sum = new double[width];
    float[] largest = new float[width];
    for (float[] vector : vectors) {
      add(sum, vector);
      keepLargest(largest, vector);
    }
    float[] mean = new float[width];
    for (int j = 0; j < width; j++) {
      mean[j] = (float) (sum[j] / vectors.length);
    }
    double[] squares = new double[width];
    for (float[] vector : vectors) {
      addSquares(squares, vector, mean);
    }
    float[] spread = new float[width];
    for (int j = 0; j < width; j++) {
      float s = (float) Math.sqrt(squares[j] / vectors.length);
      spread[j] = s > CONSTANT * largest[j] && s > Float.MIN_NORMAL ? s : 1;
    }
    return new FeatureScale(mean, spread);
  }

  private static void add(double[] sum, float[] vector) {
    for (int j = 0; j < vector.length; j++) {
      sum[j] += vector[j];
    }
  }

  private static void keepLargest(float[] largest, float[] vector) {
    for (int j = 0; j < vector.length; j++) {
      largest[j] = Math.max(largest[j], Math.abs(vector[j]));
    }
  }

  private static void addSquares(double[] squares, float[] vector, float[] mean) {
    for (int j = 0; j < vector.length; j++) {
      double off = (double) vector[j] - mean[j];
      squares[j] += off * off;
    }
  }

  /**
   * Raw features [width] to such with mean 0 and variance 1, in the first places of {@code z}; in
   * float32 all through, so that the compiler turns it into vector instructions.
   */
  void standardise(float[] raw, float[] z) {
    for (int j = 0; j < mean.length; j++) {
      z[j] = (raw[j] - mean[j]) / spread[j];
    }
  }
}
