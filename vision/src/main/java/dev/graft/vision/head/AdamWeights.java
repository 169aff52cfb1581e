package dev.graft.vision.head;

/**
 * AdamW (Loshchilov and Hutter, ICLR 2019) on one matrix of weights with PyTorch's defaults; the
 * last column holds biases, which do not decay.
 */
final class AdamWeights {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;
  private static final double DECAY = 0.01;

  private final float[][] mean;
  private final float[][] square;

  AdamWeights(float[][] weights) {
    mean = new float[weights.length][weights[0].length];
    square = new float[weights.length][weights[0].length];
  }

  /**
   * @param step from 1 on
   */
  void step(float[][] weights, float[][] gradient, double rate, int step) {
    float reach = (float) (rate / (1 - StrictMath.pow(BETA1, step)));
    float correction = (float) (1 / (1 - StrictMath.pow(BETA2, step)));
    float left = (float) (1 - rate * DECAY);
    for (int k = 0; k < weights.length; k++) {
      float[] w = weights[k];
      float bias = w[w.length - 1];
      for (int j = 0; j < w.length; j++) {
        w[j] *= left;
      }
      w[w.length - 1] = bias;
      move(w, gradient[k], mean[k], square[k], reach, correction);
    }
  }

  private static void move(
      float[] w, float[] g, float[] mean, float[] square, float reach, float correction) {
    for (int j = 0; j < w.length; j++) {
      mean[j] = BETA1 * mean[j] + (1 - BETA1) * g[j];
      square[j] = BETA2 * square[j] + (1 - BETA2) * g[j] * g[j];
      w[j] -= reach * mean[j] / ((float) Math.sqrt(square[j] * correction) + EPSILON);
    }
  }
}
