package dev.graft.vision.optim;

import dev.graft.vision.layer.Weight;

/**
 * A weight that learns.
 *
 * @param name its state is saved under it
 * @param group index of the rate it learns at
 * @param decays whether weight decay pulls at it: not at biases and normalisations
 */
public record Parameter(String name, Weight weight, int group, boolean decays) {
  /** Matrices and kernels decay, vectors (biases, normalisations) do not. */
  public static Parameter of(String name, Weight weight, int group) {
    boolean matrix = weight.shape().length > 1 && name.endsWith("weight");
    return new Parameter(name, weight, group, matrix);
  }
}
