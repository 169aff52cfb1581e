package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** PyTorch's BatchNorm2d over {@code [n, channels, h, w]}. */
public final class BatchNorm2d extends FinishedLayer {
  /** PyTorch's default; the statistics keep {@code 1 - MOMENTUM} of themselves in each batch. */
  private static final float MOMENTUM = 0.1f;

  private final Weight weight;
  private final Weight bias;
  private final Weight mean;
  private final Weight variance;
  private final float epsilon;
  private boolean absorbed;
  private @Nullable Consumer<NDArray> watcher;

  public BatchNorm2d(int channels) {
    this(channels, 1e-5f);
  }

  public BatchNorm2d(int channels, float epsilon) {
    this.weight = weight(Weight.Kind.TRAINED, Weight.Start.ONES, "weight", channels);
    this.bias = weight(Weight.Kind.TRAINED, Weight.Start.ZEROS, "bias", channels);
    this.mean = weight(Weight.Kind.STATISTIC, Weight.Start.ZEROS, "running_mean", channels);
    this.variance = weight(Weight.Kind.STATISTIC, Weight.Start.ONES, "running_var", channels);
    weight(Weight.Kind.COUNTER, Weight.Start.ZEROS, "num_batches_tracked");
    this.epsilon = epsilon;
  }

  @Override
  public Flow flow(Flow in) {
    return in;
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    if (absorbed) {
      return x;
    }
    if (watcher != null) {
      watcher.accept(x);
    }
    NDArray normal =
        x.getNDArrayInternal()
            .batchNorm(
                x,
                mean.array(),
                variance.array(),
                weight.array(),
                bias.array(),
                1,
                1 - MOMENTUM, // DJL's momentum is what is kept
                epsilon,
                pass == Pass.TRAIN)
            .singletonOrThrow();
    return finished(normal, pass);
  }

  /** A norm that the convolution before does has no answer of its own to finish. */
  @Override
  public boolean absorb(Layer next) {
    return !absorbed && super.absorb(next);
  }

  /**
   * Shows every later input {@code [n, channels, h, w]} to somebody, who must neither keep nor free
   * it. Only for a network that nobody else uses, and not once it is folded.
   */
  public void watch(Consumer<NDArray> watching) {
    watcher = watching;
  }

  /** Mean of each channel of the inputs that it was trained on. */
  public float[] runningMean() {
    return mean.values();
  }

  /** Variance of each channel of the inputs that it was trained on. */
  public float[] runningVariance() {
    return variance.values();
  }

  /** What each channel is multiplied with: weight / sqrt(variance + epsilon). */
  double[] scale() {
    float[] factor = weight.values();
    float[] spread = variance.values();
    var scale = new double[factor.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = factor[i] / Math.sqrt(spread[i] + (double) epsilon);
    }
    return scale;
  }

  /**
   * What is added then, if the convolution before has a bias of its own: bias + (own - mean) *
   * scale.
   */
  float[] shift(double[] scale, float[] own) {
    float[] added = bias.values();
    float[] centre = mean.values();
    for (int i = 0; i < added.length; i++) {
      added[i] = (float) (added[i] + ((double) own[i] - centre[i]) * scale[i]);
    }
    return added;
  }

  boolean isAbsorbed() {
    return absorbed;
  }

  /** The convolution does it all from now on. */
  void absorbed() {
    absorbed = true;
    eachWeight("", (name, weight) -> weight.free());
  }
}
