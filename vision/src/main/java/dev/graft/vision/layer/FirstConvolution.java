package dev.graft.vision.layer;

import ai.djl.ndarray.NDManager;
import java.util.Collection;

/**
 * Makes a network that was trained on red, green and blue take another number of channels, as timm
 * does ({@code adapt_input_conv} in its {@code timm/models/_manipulate.py}): for one channel the
 * weights of the three are summed, so that a gray picture gives what it gave in three equal
 * channels; for others they are repeated in turn and scaled by 3 / channels, so that activations
 * keep their size.
 */
public final class FirstConvolution {
  private static final int COLOURS = 3;

  private FirstConvolution() {}

  /**
   * Changes the first convolution of some weights in place; nothing, for three channels.
   *
   * @param weights of a network, filled, in the order of its declaration
   * @throws IllegalArgumentException if the first convolution does not see three channels
   */
  public static void adapt(Collection<Weight> weights, NDManager owner, int channels) {
    if (channels == COLOURS) {
      return;
    }
    Weight first =
        weights.stream()
            .filter(weight -> weight.shape().length == 4)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no convolution to adapt"));
    long[] shape = first.shape(); // [out, 3, kernel, kernel]
    if (shape[1] != COLOURS) {
      throw new IllegalArgumentException(
          "the first convolution sees %d channels, not red, green and blue".formatted(shape[1]));
    }
    long[] wanted = {shape[0], channels, shape[2], shape[3]};
    float[] values = adapted(first.values(), (int) shape[0], channels);
    first.alsoTakes(offered -> java.util.Arrays.equals(offered, wanted));
    first.fill(owner, values, wanted);
  }

  /** {@code [out, 3, kernel]} to {@code [out, channels, kernel]}. */
  static float[] adapted(float[] weights, int out, int channels) {
    int kernel = weights.length / out / COLOURS;
    return channels == 1 ? summed(weights, out, kernel) : repeated(weights, out, kernel, channels);
  }

  private static float[] summed(float[] weights, int out, int kernel) {
    var summed = new float[out * kernel];
    for (int i = 0; i < weights.length; i++) {
      summed[i / (COLOURS * kernel) * kernel + i % kernel] += weights[i];
    }
    return summed;
  }

  private static float[] repeated(float[] weights, int out, int kernel, int channels) {
    float scale = (float) ((double) COLOURS / channels);
    int each = channels * kernel;
    var repeated = new float[out * each];
    for (int i = 0; i < repeated.length; i++) {
      int filter = i / each;
      int within = i % each % (COLOURS * kernel);
      repeated[i] = weights[filter * COLOURS * kernel + within] * scale;
    }
    return repeated;
  }
}
