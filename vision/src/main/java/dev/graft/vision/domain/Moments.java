package dev.graft.vision.domain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Sums up the channels of what goes into one BatchNorm; in double, for many small batches. */
final class Moments {
  private final double[] sum;
  private final double[] squares;
  private int pictures;

  Moments(int channels) {
    this.sum = new double[channels];
    this.squares = new double[channels];
  }

  /** Adds a batch {@code [n, channels, h, w]}; each picture counts the same. */
  void add(NDArray x) {
    long n = x.getShape().get(0);
    try (NDArray flat = x.reshape(new Shape(n, sum.length, -1));
        NDArray means = flat.mean(new int[] {2});
        NDArray product = flat.mul(flat);
        NDArray powers = product.mean(new int[] {2})) {
      add(sum, means.toFloatArray());
      add(squares, powers.toFloatArray());
    }
    pictures += Math.toIntExact(n);
  }

  private static void add(double[] to, float[] rows) {
    for (int i = 0; i < rows.length; i++) {
      to[i % to.length] += rows[i];
    }
  }

  ChannelStatistics statistics(String stage, String layer) {
    double[] mean = new double[sum.length];
    double[] variance = new double[sum.length];
    for (int c = 0; c < mean.length; c++) {
      mean[c] = sum[c] / pictures;
      variance[c] = Math.max(0, squares[c] / pictures - mean[c] * mean[c]);
    }
    return new ChannelStatistics(stage, layer, mean, variance);
  }
}
