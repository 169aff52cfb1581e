package dev.graft.vision.backbone;

import dev.graft.vision.layer.Activation;
import dev.graft.vision.layer.BatchNorm2d;
import dev.graft.vision.layer.Chain;
import dev.graft.vision.layer.Conv2d;
import dev.graft.vision.layer.Linear;
import dev.graft.vision.layer.Pool;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * The backbone that comes with the program: a small residual network (He et al. 2015, basic blocks)
 * for 64x64 pictures, taught by {@link dev.graft.vision.pretrain.Pretraining} on pictures from
 * formulas. A stand-in for real pretrained weights, so that everything works with no download.
 */
final class Mini implements Architecture {
  private static final String WEIGHTS = "mini.safetensors";

  private static final int STEM = 16;

  /** Channels and stride of each stage of one block: 16x16, 8x8, 4x4. */
  private static final int[][] STAGES = {{48, 2}, {96, 2}, {192, 2}};

  private static final ArchitectureFacts FACTS =
      new ArchitectureFacts(
          "mini",
          STAGES[STAGES.length - 1][0],
          "layer3",
          16,
          List.of(WeightSet.bilinear("SHIPPED", 64, 64)));

  @Override
  public ArchitectureFacts facts() {
    return FACTS;
  }

  @Override
  public Network network(int classes) {
    var network = Network.builder();
    network.stage(
        "stem",
        "",
        new Chain()
            .then("conv1", Conv2d.plain(3, STEM, 3, 2, 1))
            .then("bn1", new BatchNorm2d(STEM))
            .then(Activation.relu()));
    int in = STEM;
    for (int i = 0; i < STAGES.length; i++) {
      int out = STAGES[i][0];
      network.stage("layer" + (i + 1), new Chain().then("0", ResNet.basic(in, out, STAGES[i][1])));
      in = out;
    }
    network.embedding("", Pool.globalAverage(), "mean");
    if (classes > 0) {
      network.classifierOnEmbedding("fc", new Linear(width(), classes));
    }
    return network.build();
  }

  @Override
  public Optional<InputStream> shippedWeights() {
    return Optional.ofNullable(Mini.class.getResourceAsStream(WEIGHTS));
  }
}
