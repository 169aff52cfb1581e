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
 * Howard et al. 2019, "Searching for MobileNetV3", tables 1 and 2. An embedding is the mean of the
 * last map; the classifier has a hidden layer of its own.
 */
final class MobileNetV3 implements Architecture {
  /** Batch normalisation's epsilon in this family, as TensorFlow's. */
  private static final float EPSILON = 1e-3f;

  private static final float TIMM_EPSILON = 1e-5f;

  private static final ConvNorm CONVOLUTION = new ConvNorm(EPSILON);

  private static final int STEM = 16;
  private static final int RELU = 0;
  private static final int HARD_SWISH = 1;

  /** Kernel, expanded channels, channels, excited (1) or not, activation, stride: table 1. */
  private static final int[][] LARGE = {
    {3, 16, 16, 0, RELU, 1},
    {3, 64, 24, 0, RELU, 2},
    {3, 72, 24, 0, RELU, 1},
    {5, 72, 40, 1, RELU, 2},
    {5, 120, 40, 1, RELU, 1},
    {5, 120, 40, 1, RELU, 1},
    {3, 240, 80, 0, HARD_SWISH, 2},
    {3, 200, 80, 0, HARD_SWISH, 1},
    {3, 184, 80, 0, HARD_SWISH, 1},
    {3, 184, 80, 0, HARD_SWISH, 1},
    {3, 480, 112, 1, HARD_SWISH, 1},
    {3, 672, 112, 1, HARD_SWISH, 1},
    {5, 672, 160, 1, HARD_SWISH, 2},
    {5, 960, 160, 1, HARD_SWISH, 1},
    {5, 960, 160, 1, HARD_SWISH, 1}
  };

  /** Table 2. */
  private static final int[][] SMALL = {
    {3, 16, 16, 1, RELU, 2},
    {3, 72, 24, 0, RELU, 2},
    {3, 88, 24, 0, RELU, 1},
    {5, 96, 40, 1, HARD_SWISH, 2},
    {5, 240, 40, 1, HARD_SWISH, 1},
    {5, 240, 40, 1, HARD_SWISH, 1},
    {5, 120, 48, 1, HARD_SWISH, 1},
    {5, 144, 48, 1, HARD_SWISH, 1},
    {5, 288, 96, 1, HARD_SWISH, 2},
    {5, 576, 96, 1, HARD_SWISH, 1},
    {5, 576, 96, 1, HARD_SWISH, 1}
  };

  /** How timm counts those blocks, the last convolution being a stage of its own. */
  private static final int[] LARGE_STAGES = {1, 2, 3, 4, 2, 3, 1};

  private static final int[] SMALL_STAGES = {1, 2, 3, 2, 3, 1};

  private final ArchitectureFacts facts;
  private final int[][] blocks;
  private final int[] timmStages;
  private final int hidden;

  private MobileNetV3(
      String name,
      int[][] blocks,
      int[] timmStages,
      int hidden,
      String defaultCut,
      List<WeightSet> weightSets) {
    this.blocks = blocks;
    this.timmStages = timmStages;
    this.hidden = hidden;
    int width = 6 * blocks[blocks.length - 1][2];
    this.facts = new ArchitectureFacts(name, width, defaultCut, 32, weightSets);
  }

  static MobileNetV3 small() {
    return new MobileNetV3(
        "mobilenet_v3_small", SMALL, SMALL_STAGES, 1024, "features.9", List.of(v1()));
  }

  static MobileNetV3 large() {
    var v2 = WeightSet.bilinear("IMAGENET1K_V2", 232, 224);
    return new MobileNetV3(
        "mobilenet_v3_large", LARGE, LARGE_STAGES, 1280, "features.13", List.of(v1(), v2));
  }

  private static WeightSet v1() {
    return WeightSet.bilinear("IMAGENET1K_V1", 256, 224);
  }

  @Override
  public ArchitectureFacts facts() {
    return facts;
  }

  @Override
  public String weightName(String inFile) {
    return TimmNames.mobileNetV3(
        inFile, timmStages, index -> index < blocks.length && blocks[index][3] == 1);
  }

  /**
   * timm trains this family with PyTorch's epsilon. What is added to a variance of timm's is then
   * the difference, which may leave less than nothing: with our epsilon it is positive again.
   */
  @Override
  public float[] weightValues(String inFile, float[] values) {
    if (inFile.endsWith(".running_var") && !weightName(inFile).equals(inFile)) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (values[i] + (TIMM_EPSILON - (double) EPSILON));
      }
    }
    return values;
  }

  @Override
  public Network network(int classes) {
    var network = Network.builder();
    network.stage("features.0", CONVOLUTION.of(3, STEM, 3, 2, 1, Activation.hardSwish()));
    int in = STEM;
    for (int i = 0; i < blocks.length; i++) {
      network.stage("features." + (i + 1), block(in, blocks[i]));
      in = blocks[i][2];
    }
    network.stage(
        "features." + (blocks.length + 1),
        CONVOLUTION.of(in, width(), 1, 1, 1, Activation.hardSwish()));
    network.embedding("", Pool.globalAverage(), "mean");
    if (classes > 0) {
      network.classifierOnEmbedding(
          "classifier",
          new Chain()
              .then("0", new Linear(width(), hidden))
              .then(Activation.hardSwish())
              .then("3", new Linear(hidden, classes)));
    }
    return network.build();
  }

  /** Widen, filter each channel by itself, perhaps excite, narrow without activation. */
  private static Layer block(int in, int[] row) {
    int kernel = row[0];
    int wide = row[1];
    int out = row[2];
    int stride = row[5];
    var steps = new Chain();
    int at = 0;
    if (wide != in) {
      steps.then("" + at++, CONVOLUTION.of(in, wide, 1, 1, 1, activation(row)));
    }
    steps.then("" + at++, CONVOLUTION.of(wide, wide, kernel, stride, wide, activation(row)));
    if (row[3] == 1) {
      int squeezed = Channels.divisible(wide / 4.0);
      steps.then(
          "" + at++,
          new SqueezeExcitation(wide, squeezed, Activation.relu(), Activation.hardSigmoid()));
    }
    steps.then("" + at, CONVOLUTION.of(wide, out, 1, 1, 1));
    return Residual.ifSameShape("block", steps, in, out, stride);
  }

  private static Activation activation(int[] row) {
    return row[4] == RELU ? Activation.relu() : Activation.hardSwish();
  }
}
