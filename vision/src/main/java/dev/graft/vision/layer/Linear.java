package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;

/** PyTorch's Linear with bias: {@code [n, ..., in]} to {@code [n, ..., out]}. */
public final class Linear extends FinishedLayer {
  private final Weight weight; // [out, in]
  private final Weight bias; // [out]

  public Linear(int in, int out) {
    this.weight = weight(Weight.Kind.TRAINED, Weight.Start.SMALL, "weight", out, in);
    this.bias = weight(Weight.Kind.TRAINED, Weight.Start.ZEROS, "bias", out);
  }

  @Override
  public Flow flow(Flow in) {
    long[] shape = in.shape().getShape();
    long rows = in.shape().size() / shape[shape.length - 1];
    shape = Arrays.copyOf(shape, shape.length);
    shape[shape.length - 1] = weight.shape()[0];
    return in.to(shape).spending(rows * weight.size());
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    NDArray answer =
        ai.djl.nn.core.Linear.linear(x, weight.array(), bias.array()).singletonOrThrow();
    return finished(answer, pass);
  }

  @Override
  public void fold() {
    super.fold();
    weight.layOutByColumns();
  }

  /** Takes a scale that follows into its own weight and bias, or an activation. */
  @Override
  public boolean absorb(Layer next) {
    if (!(next instanceof LayerScale scale) || finish() != null) {
      return super.absorb(next);
    }
    float[] factors = scale.factors(); // [out]
    scaleRows(weight, factors);
    scaleRows(bias, factors);
    weight.layOutByColumns();
    scale.absorbed();
    return true;
  }

  /** Multiplies each row (each number, of a vector) with its factor. */
  static void scaleRows(Weight weight, float[] factors) {
    NDManager owner = weight.array().getManager();
    float[] values = weight.values();
    int each = values.length / factors.length;
    for (int i = 0; i < values.length; i++) {
      values[i] *= factors[i / each];
    }
    weight.fill(owner, values);
  }
}
