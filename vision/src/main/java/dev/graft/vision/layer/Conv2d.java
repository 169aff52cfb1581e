package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/** PyTorch's Conv2d with a square kernel: {@code [n, in, h, w]} to {@code [n, out, h', w']}. */
public final class Conv2d extends Layer {
  private static final Shape DENSE = new Shape(1, 1);

  /**
   * A dilation, which changes nothing where a kernel is one number. But PyTorch hands a dilated
   * convolution to oneDNN, whose kernel is faster on channels-last maps than the matrix product
   * that it takes otherwise on one thread (aten/src/ATen/native/Convolution.cpp, use_mkldnn).
   */
  private static final Shape PACKED = new Shape(2, 2);

  /**
   * oneDNN reorders the weights in every pass, which pays in a batch; for one picture only where a
   * large map gets many channels.
   */
  private static final long MANY_PIXELS = 2500;

  private static final long MANY_CHANNELS = 64;

  /** An input of up to so many numbers PyTorch hands to nobody's kernel (the same function). */
  private static final long NATIVE_BELOW = 20480;

  private final Weight weight; // [out, in / groups, kernel, kernel]
  private final @Nullable Weight bias; // [out]
  private final Shape stride;
  private final Shape padding;
  private final int groups;
  private @Nullable Weight foldedBias;
  private boolean ordered; // folded, and on a processor: devices choose their own kernels
  private @Nullable NDArray channelsLast; // the weight once more, in the order of such maps

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
    boolean last = ordered && isChannelsLast(x);
    NDArray inOrder = channelsLast;
    return x.getNDArrayInternal()
        .convolution(
            x,
            last && inOrder != null ? inOrder : weight.array(),
            offset,
            stride,
            padding,
            last && onlyMixesChannels() && paysToPack(x.getShape()) ? PACKED : DENSE,
            groups)
        .singletonOrThrow();
  }

  /** A view of pixel-by-pixel memory. A map of one pixel lies both ways, and counts as plain. */
  private static boolean isChannelsLast(NDArray x) {
    return !HiddenFunctions.isContiguous(x);
  }

  private boolean onlyMixesChannels() {
    return kernel() == 1 && groups == 1;
  }

  private boolean paysToPack(Shape in) { // [n, c, h, w]
    boolean large = in.get(2) * in.get(3) >= MANY_PIXELS && weight.shape()[0] >= MANY_CHANNELS;
    return in.size() > NATIVE_BELOW && (in.get(0) > 1 || large);
  }

  private long kernel() {
    return weight.shape()[2];
  }

  @Override
  public void fold() {
    super.fold();
    ordered = !weight.array().getDevice().isGpu();
    order();
  }

  /**
   * Keeps the weight in the order of channels-last maps too; else PyTorch makes that copy in every
   * pass. Where each kernel is one number, or each channel has its own, both orders are one.
   */
  private void order() {
    long[] shape = weight.shape(); // [out, in / groups, kernel, kernel]
    if (!ordered || shape[1] == 1 || kernel() == 1) {
      return;
    }
    if (channelsLast != null) {
      channelsLast.close();
    }
    try (NDArray turned = weight.array().transpose(0, 2, 3, 1);
        NDArray row = turned.reshape(new Shape(weight.size())); // moves the numbers
        NDArray pixels = row.reshape(new Shape(shape[0], shape[2], shape[3], shape[1]))) {
      channelsLast = pixels.transpose(0, 3, 1, 2);
    }
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
    float[] own = before == null ? new float[scale.length] : before.values();
    float[] kernels = weight.values(); // [out, in / groups, kernel, kernel]
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
    order();
    norm.absorbed();
    return true;
  }
}
