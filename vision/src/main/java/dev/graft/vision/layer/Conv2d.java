package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/** PyTorch's Conv2d with a square kernel: {@code [n, in, h, w]} to {@code [n, out, h', w']}. */
public final class Conv2d extends Layer {
  private final Weight weight; // [out, in / groups, kernel, kernel]
  private final @Nullable Weight bias; // [out]
  private final Shape stride;
  private final Shape padding;
  private final int groups;
  private @Nullable Weight foldedBias;

  private Conv2d(int in, int out, int kernel, int stride, int padding, int groups, boolean bias) {
    this.weight =
        weight(
            Weight.Kind.TRAINED, Weight.Start.KAIMING, "weight", out, in / groups, kernel, kernel);
    this.bias = bias ? weight(Weight.Kind.TRAINED, Weight.Start.ZEROS, "bias", out) : null;
    this.stride = new Shape(stride, stride);
    this.padding = new Shape(padding, padding);
    this.groups = groups;
  }

  /** Without bias, for a BatchNorm to follow. */
  public static Conv2d plain(int in, int out, int kernel, int stride, int padding) {
    return new Conv2d(in, out, kernel, stride, padding, 1, false);
  }

  /** Without bias, each group of channels on its own. */
  public static Conv2d grouped(int in, int out, int kernel, int stride, int padding, int groups) {
    return new Conv2d(in, out, kernel, stride, padding, groups, false);
  }

  public static Conv2d withBias(int in, int out, int kernel, int stride, int padding, int groups) {
    return new Conv2d(in, out, kernel, stride, padding, groups, true);
  }

  @Override
  public Flow flow(Flow in) {
    long[] kernel = weight.shape(); // [out, in / groups, kernel, kernel]
    Flow out = in.windowed(kernel[0], (int) kernel[2], (int) stride.get(0), (int) padding.get(0));
    return out.spending(out.shape().size() * weight.size() / kernel[0]);
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    if (foldedBias != null && pass != Pass.INFER) {
      throw new IllegalStateException("a folded network can only infer");
    }
    Weight added = foldedBias == null ? bias : foldedBias;
    NDArray offset = added == null ? null : added.array();
    return x.getNDArrayInternal()
        .convolution(x, weight.array(), offset, stride, padding, new Shape(1, 1), groups)
        .singletonOrThrow();
  }

  /** Takes a normalisation that follows into its own weight and bias. */
  @Override
  public boolean absorb(Layer next) {
    if (!(next instanceof BatchNorm2d norm) || norm.isAbsorbed()) {
      return false;
    }
    NDManager owner = weight.array().getManager();
    double[] scale = norm.scale(); // [out]
    Weight before = foldedBias == null ? bias : foldedBias;
    float[] own = before == null ? new float[scale.length] : before.array().toFloatArray();
    float[] kernels = weight.array().toFloatArray(); // [out, in / groups, kernel, kernel]
    int each = kernels.length / scale.length;
    for (int i = 0; i < kernels.length; i++) {
      kernels[i] = (float) (kernels[i] * scale[i / each]);
    }
    weight.fill(owner, kernels);
    float[] shift = norm.shift(scale, own);
    if (foldedBias == null) {
      foldedBias = new Weight(Weight.Kind.TRAINED, Weight.Start.ZEROS, scale.length);
    }
    foldedBias.fill(owner, shift);
    norm.absorbed();
    return true;
  }
}
