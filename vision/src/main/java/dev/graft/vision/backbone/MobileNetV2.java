package dev.graft.vision.backbone;

import dev.graft.vision.layer.Activation;
import dev.graft.vision.layer.BatchNorm2d;
import dev.graft.vision.layer.Chain;
import dev.graft.vision.layer.Conv2d;
import dev.graft.vision.layer.ConvNorm;
import dev.graft.vision.layer.Layer;
import dev.graft.vision.layer.Linear;
import dev.graft.vision.layer.Pool;
import dev.graft.vision.layer.Residual;
import java.util.Arrays;
import java.util.List;

/** Sandler et al. 2018, "MobileNetV2: Inverted Residuals and Linear Bottlenecks". */
final class MobileNetV2 implements Architecture {
  /** Table 2 of the paper: expansion, channels, repeats, stride of the first repeat. */
  private static final int[][] BLOCKS = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  private static final ArchitectureFacts FACTS =
      new ArchitectureFacts(
          "mobilenet_v2",
          1280,
          "features.14",
          32,
          List.of(
              WeightSet.bilinear("IMAGENET1K_V1", 256, 224),
              WeightSet.bilinear("IMAGENET1K_V2", 232, 224)));

  @Override
  public ArchitectureFacts facts() {
    return FACTS;
  }

  @Override
  public String weightName(String inFile) {
    return TimmNames.mobileNetV2(
        inFile, Arrays.stream(BLOCKS).mapToInt(block -> block[2]).toArray());
  }

  @Override
  public Network network(int classes) {
    var network = Network.builder();
    network.stage("features.0", ConvNorm.DEFAULT.of(3, 32, 3, 2, 1, Activation.relu6()));
    int in = 32;
    int index = 1;
    for (int[] block : BLOCKS) {
      for (int repeat = 0; repeat < block[2]; repeat++) {
        int stride = repeat == 0 ? block[3] : 1;
        network.stage("features." + index++, inverted(in, block[1], stride, block[0]));
        in = block[1];
      }
    }
    network.stage(
        "features." + index, ConvNorm.DEFAULT.of(in, width(), 1, 1, 1, Activation.relu6()));
    network.embedding("", Pool.globalAverage(), "mean");
    if (classes > 0) {
      network.classifierOnEmbedding("classifier.1", new Linear(width(), classes));
    }
    return network.build();
  }

  /** Widen, filter each channel by itself, narrow without activation. */
  private static Layer inverted(int in, int out, int stride, int expansion) {
    int wide = in * expansion;
    var steps = new Chain();
    int at = 0;
    if (expansion > 1) {
      steps.then("" + at++, ConvNorm.DEFAULT.of(in, wide, 1, 1, 1, Activation.relu6()));
    }
    steps
        .then("" + at++, ConvNorm.DEFAULT.of(wide, wide, 3, stride, wide, Activation.relu6()))
        .then("" + at++, Conv2d.plain(wide, out, 1, 1, 0))
        .then("" + at, new BatchNorm2d(out));
    return Residual.ifSameShape("conv", steps, in, out, stride);
  }
}
