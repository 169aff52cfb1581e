package dev.graft.vision.domain;

import java.util.Arrays;

/**
 * What the inputs of one BatchNorm look like.
 *
 * @param stage that it belongs to
 * @param layer its full name, e.g. {@code features.1.conv.0.1}
 * @param mean of each channel over pictures and pixels
 * @param variance of each channel over pictures and pixels
 */
public record ChannelStatistics(String stage, String layer, double[] mean, double[] variance) {
  public ChannelStatistics {
    if (mean.length != variance.length) {
      throw new IllegalArgumentException(
          layer + " has " + mean.length + " means and " + variance.length + " variances");
    }
  }

  /** Equal when every number is equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ChannelStatistics that
        && stage.equals(that.stage)
        && layer.equals(that.layer)
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(variance, that.variance);
  }

  @Override
  public int hashCode() {
    return 31 * layer.hashCode() + Arrays.hashCode(mean);
  }

  @Override
  public String toString() {
    return "ChannelStatistics[" + layer + ", " + mean.length + " channels]";
  }
}
