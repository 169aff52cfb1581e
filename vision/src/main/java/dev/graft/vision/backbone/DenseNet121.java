package dev.graft.vision.backbone;

import dev.graft.vision.layer.Activation;
import dev.graft.vision.layer.BatchNorm2d;
import dev.graft.vision.layer.Chain;
import dev.graft.vision.layer.Concat;
import dev.graft.vision.layer.Conv2d;
import dev.graft.vision.layer.Layer;
import dev.graft.vision.layer.Linear;
import dev.graft.vision.layer.Pool;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Huang et al. 2017, "Densely connected convolutional networks", table 1, growth rate 32. Stages
 * are counted as torchvision's {@code features} are: 0 to 3 the stem, then dense blocks (4, 6, 8,
 * 10) and transitions in turn, 11 the last normalisation.
 */
final class DenseNet121 implements Architecture {
  private static final int STEM = 64;
  private static final int GROWTH = 32;
  private static final int BOTTLENECK = 4 * GROWTH;
  private static final int[] LAYERS = {6, 12, 24, 16};

  /** Files of before 2018 say {@code norm.1} for what is {@code norm1} now. */
  private static final Pattern OLD_NAME =
      Pattern.compile("(.*\\.denselayer\\d+\\.(?:norm|conv))\\.([12]\\..*)");

  /** The default cut is after the second transition. */
  private static final ArchitectureFacts FACTS =
      new ArchitectureFacts(
          "densenet121",
          1024,
          "features.8",
          29,
          List.of(WeightSet.bilinear("IMAGENET1K_V1", 256, 224)));

  @Override
  public ArchitectureFacts facts() {
    return FACTS;
  }

  @Override
  public String weightName(String inFile) {
    return OLD_NAME.matcher(inFile).replaceFirst("$1$2");
  }

  @Override
  public Network network(int classes) {
    var network = Network.builder();
    network
        .stage("features.0", "features.conv0", Conv2d.plain(3, STEM, 7, 2, 3))
        .stage("features.1", "features.norm0", new BatchNorm2d(STEM))
        .stage("features.2", Activation.relu())
        .stage("features.3", Pool.max(3, 2, 1));
    int channels = STEM;
    for (int i = 0; i < LAYERS.length; i++) {
      int block = i + 1;
      String at = "features." + (4 + 2 * i);
      network.stage(at, "features.denseblock" + block, dense(channels, LAYERS[i]));
      channels += LAYERS[i] * GROWTH;
      if (block < LAYERS.length) {
        String after = "features." + (5 + 2 * i);
        network.stage(after, "features.transition" + block, new Transition(channels));
        channels /= 2;
      }
    }
    network.stage("features.11", "features.norm5", new BatchNorm2d(channels));
    network.embedding(
        "", new Chain().then(Activation.relu()).then(Pool.globalAverage()), "relu, mean");
    if (classes > 0) {
      network.classifierOnEmbedding("classifier", new Linear(channels, classes));
    }
    return network.build();
  }

  /** Each layer adds its channels to all that came before. */
  private static Layer dense(int in, int layers) {
    var block = new Chain();
    for (int layer = 0; layer < layers; layer++) {
      int channels = in + layer * GROWTH;
      var branch =
          new Chain()
              .then("norm1", new BatchNorm2d(channels))
              .then(Activation.relu())
              .then("conv1", Conv2d.plain(channels, BOTTLENECK, 1, 1, 0))
              .then("norm2", new BatchNorm2d(BOTTLENECK))
              .then(Activation.relu())
              .then("conv2", Conv2d.plain(BOTTLENECK, GROWTH, 3, 1, 1));
      block.then(new Concat().withInput().with("denselayer" + (layer + 1), branch));
    }
    return block;
  }
}
