package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;

/** PyTorch's Linear with bias: {@code [n, in]} to {@code [n, out]}. */
public final class Linear extends Layer {
  private final Weight weight; // [out, in]
  private final Weight bias; // [out]

  public Linear(int in, int out) {
    this.weight = weight(Weight.Kind.TRAINED, Weight.Start.SMALL, "weight", out, in);
    this.bias = weight(Weight.Kind.TRAINED, Weight.Start.ZEROS, "bias", out);
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    return ai.djl.nn.core.Linear.linear(x, weight.array(), bias.array()).singletonOrThrow();
  }
}
