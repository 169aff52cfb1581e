package dev.graft.vision.head;

/**
 * Mean and spread of each feature over the examples of a fit.
 *
 * @param mean [width]
 * @param spread [width] standard deviation; 1 for a feature that never changes
 */
public record FeatureScale(float[] mean, float[] spread) {
  /** Raw features [width] to such with mean 0 and variance 1, in the first places of {@code z}. */
  void standardise(float[] raw, float[] z) {
    for (int j = 0; j < mean.length; j++) {
      z[j] = (float) (((double) raw[j] - mean[j]) / spread[j]);
    }
  }
}
