package dev.graft.vision.backbone;

import dev.graft.vision.layer.Activation;
import dev.graft.vision.layer.Chain;
import dev.graft.vision.layer.ConvNorm;
import dev.graft.vision.layer.Layer;
import dev.graft.vision.layer.Linear;
import dev.graft.vision.layer.Pool;
import dev.graft.vision.layer.Residual;
import dev.graft.vision.layer.SqueezeExcitation;
import java.util.List;

/**
 * Tan and Le 2019, "EfficientNet: rethinking model scaling for convolutional neural networks",
 * table 1, scaled in width and depth. Stochastic depth is identity when inferring.
 */
final class EfficientNet implements Architecture {
  /** Table 1: expansion, kernel, stride of the first repeat, channels, repeats. */
  private static final int[][] BLOCKS = {
    {1, 3, 1, 16, 1},
    {6, 3, 2, 24, 2},
    {6, 5, 2, 40, 2},
    {6, 3, 2, 80, 3},
    {6, 5, 1, 112, 3},
    {6, 5, 2, 192, 4},
    {6, 3, 1, 320, 1}
  };

  private static final int STEM = 32;

  private final ArchitectureFacts facts;
  private final double wider;
  private final double deeper;

  private EfficientNet(String name, double wider, double deeper, WeightSet weights) {
    this.wider = wider;
    this.deeper = deeper;
    int width = 4 * channels(BLOCKS[BLOCKS.length - 1][3]);
    this.facts = new ArchitectureFacts(name, width, "features.6", 32, List.of(weights));
  }

  static EfficientNet b0() {
    var weights = WeightSet.bicubic("IMAGENET1K_V1", 256, 224);
    return new EfficientNet("efficientnet_b0", 1, 1, weights);
  }

  static EfficientNet b4() {
    var weights = WeightSet.bicubic("IMAGENET1K_V1", 384, 380);
    return new EfficientNet("efficientnet_b4", 1.4, 1.8, weights);
  }

  @Override
  public ArchitectureFacts facts() {
    return facts;
  }

  private int channels(int unscaled) {
    return Channels.divisible(unscaled * wider);
  }

  @Override
  public String weightName(String inFile) {
    return TimmNames.efficientNet(inFile);
  }

  @Override
  public Network network(int classes) {
    var network = Network.builder();
    int in = channels(STEM);
    network.stage("features.0", ConvNorm.DEFAULT.of(3, in, 3, 2, 1, Activation.silu()));
    for (int i = 0; i < BLOCKS.length; i++) {
      int[] block = BLOCKS[i];
      int out = channels(block[3]);
      int repeats = (int) Math.ceil(block[4] * deeper);
      Layer first = block(in, out, block[0], block[1], block[2]);
      network.stage(
          "features." + (i + 1),
          Chain.repeated(repeats, first, () -> block(out, out, block[0], block[1], 1)));
      in = out;
    }
    network.stage(
        "features." + (BLOCKS.length + 1),
        ConvNorm.DEFAULT.of(in, width(), 1, 1, 1, Activation.silu()));
    network.embedding("", Pool.globalAverage(), "mean");
    if (classes > 0) {
      network.classifierOnEmbedding("classifier.1", new Linear(width(), classes));
    }
    return network.build();
  }

  /** Widen, filter each channel by itself, excite, narrow without activation. */
  private static Layer block(int in, int out, int expansion, int kernel, int stride) {
    int wide = in * expansion;
    var steps = new Chain();
    int at = 0;
    if (expansion > 1) {
      steps.then("" + at++, ConvNorm.DEFAULT.of(in, wide, 1, 1, 1, Activation.silu()));
    }
    steps
        .then("" + at++, ConvNorm.DEFAULT.of(wide, wide, kernel, stride, wide, Activation.silu()))
        .then(
            "" + at++,
            new SqueezeExcitation(
                wide, Math.max(1, in / 4), Activation.silu(), Activation.sigmoid()))
        .then("" + at, ConvNorm.DEFAULT.of(wide, out, 1, 1, 1));
    return Residual.ifSameShape("block", steps, in, out, stride);
  }
}
