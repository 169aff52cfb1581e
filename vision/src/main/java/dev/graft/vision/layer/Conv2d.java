package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/** PyTorch's Conv2d with a square kernel: {@code [n, in, h, w]} to {@code [n, out, h', w']}. */
public final class Conv2d extends FinishedLayer {
  private static final Shape DENSE = new Shape(1, 1);

  /**
   * To prepare a fused convolution takes as long as so many multiply-adds; where a kernel is one
   * number, a plain matrix product is better below that...
   */
  private static final long MUCH_WORK = 12_000_000;

  /** ...unless an activation has that many numbers to pass over. */
  private static final long LARGE_MAP = 150_000;

  private final Weight weight; // [out, in / groups, kernel, kernel]
  private final @Nullable Weight bias; // [out]
  private final Shape stride;
  private final Shape padding;
  private final int groups;
  private @Nullable Weight foldedBias;
  private @Nullable FusedConvolution fused; // once folded on a processor that has it

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
    FusedConvolution convolution = fused;
    if (convolution != null && paysToFuse(x.getShape())) {
      ElementFunction finish = finish();
      return finish == null || FusedConvolution.fuses(finish)
          ? convolution.of(x, finish)
          : finished(convolution.of(x, null), pass);
    }
    Weight added = foldedBias == null ? bias : foldedBias;
    NDArray offset = added == null ? null : added.array();
    if (isLeftToProducts(x)) {
      return finished(PixelProduct.of(x, weight.array(), offset, stride.get(0)), pass);
    }
    NDArray answer =
        x.getNDArrayInternal()
            .convolution(x, weight.array(), offset, stride, padding, DENSE, groups)
            .singletonOrThrow();
    return finished(answer, pass);
  }

  private boolean paysToFuse(Shape in) { // [n, c, h, w]
    long pixels = in.get(2) * in.get(3);
    if (kernel() > 1 || (in.get(0) > 1 && pixels > 1)) {
      return true;
    }
    long answers = in.get(0) * pixels * weight.shape()[0] / (stride.get(0) * stride.get(1));
    return answers * weight.shape()[1] >= MUCH_WORK || (finish() != null && answers >= LARGE_MAP);
  }

  /** Whether oneDNN would be mistaken on the processor where this array lies. */
  private boolean isLeftToProducts(NDArray there) {
    boolean ofSinglePixels = kernel() == 1 && groups == 1 && padding.get(0) == 0;
    return ofSinglePixels && OneDnn.isMistaken() && !there.getDevice().isGpu();
  }

  private long kernel() {
    return weight.shape()[2];
  }

  @Override
  public void fold() {
    super.fold();
    fuse();
  }

  private void fuse() {
    NDArray plain = weight.array();
    if (plain.getDevice().isGpu() || isLeftToProducts(plain)) {
      return; // a GPU chooses its own kernels
    }
    if (fused != null) {
      fused.close();
    }
    Weight added = foldedBias == null ? bias : foldedBias;
    if (added == null) {
      added = zeros(plain.getManager());
      foldedBias = added;
    }
    var geometry = new FusedConvolution.Geometry(stride.get(0), padding.get(0), groups);
    fused = FusedConvolution.of(plain, added.array(), geometry).orElse(null);
  }

  private Weight zeros(NDManager owner) {
    var zeros = new Weight(Weight.Kind.TRAINED, Weight.Start.ZEROS, weight.shape()[0]);
    zeros.fill(owner, new float[(int) zeros.size()]);
    return zeros;
  }

  /** Takes a normalisation that follows into its own weight and bias, or an activation. */
  @Override
  public boolean absorb(Layer next) {
    return next instanceof BatchNorm2d norm ? absorb(norm) : super.absorb(next);
  }

  private boolean absorb(BatchNorm2d norm) {
    if (norm.isAbsorbed() || norm.finish() != null || finish() != null) {
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
    fuse();
    norm.absorbed();
    return true;
  }
}
