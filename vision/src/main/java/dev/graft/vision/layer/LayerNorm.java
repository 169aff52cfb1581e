package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** PyTorch's LayerNorm over the last axis: {@code [n, ..., channels]}. Ba et al. 2016. */
public final class LayerNorm extends Layer {
  private final Weight weight; // [channels]
  private final Weight bias; // [channels]
  private final Shape last;
  private final float epsilon;

  public LayerNorm(int channels, float epsilon) {
    this.weight = weight(Weight.Kind.TRAINED, Weight.Start.ONES, "weight", channels);
    this.bias = weight(Weight.Kind.TRAINED, Weight.Start.ZEROS, "bias", channels);
    this.last = new Shape(channels);
    this.epsilon = epsilon;
  }

  @Override
  public Flow flow(Flow in) {
    return in;
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    return x.getNDArrayInternal()
        .layerNorm(x, last, weight.array(), bias.array(), epsilon)
        .singletonOrThrow();
  }
}
