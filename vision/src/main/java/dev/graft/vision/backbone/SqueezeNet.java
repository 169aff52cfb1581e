package dev.graft.vision.backbone;

import dev.graft.vision.layer.Activation;
import dev.graft.vision.layer.Chain;
import dev.graft.vision.layer.Concat;
import dev.graft.vision.layer.Conv2d;
import dev.graft.vision.layer.Layer;
import dev.graft.vision.layer.Pool;
import java.util.List;

/**
 * Iandola et al. 2016, "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and less than
 * 0.5MB model size", table 1; 1.1 is the authors' later one with a smaller stem and earlier pools.
 * Its classifier is a convolution on the map whose mean is the embedding.
 */
final class SqueezeNet implements Architecture {
  /** Table 1, fire 2 to 9: squeezed channels; each of the two expansions has four times as many. */
  private static final int[] FIRES = {16, 16, 32, 32, 48, 48, 64, 64};

  private final ArchitectureFacts facts;
  private final int stem;
  private final int stemKernel;
  private final List<Integer> poolBefore;

  /**
   * @param poolBefore indices of the fires that a pool comes before
   * @param defaultCut before the last four fires
   */
  private SqueezeNet(
      String name,
      int stem,
      int stemKernel,
      List<Integer> poolBefore,
      int smallestSize,
      String defaultCut) {
    this.stem = stem;
    this.stemKernel = stemKernel;
    this.poolBefore = poolBefore;
    this.facts =
        new ArchitectureFacts(
            name,
            8 * FIRES[FIRES.length - 1],
            defaultCut,
            smallestSize,
            List.of(WeightSet.bilinear("IMAGENET1K_V1", 256, 224)));
  }

  static SqueezeNet v10() {
    return new SqueezeNet("squeezenet1_0", 96, 7, List.of(0, 3, 7), 21, "features.8");
  }

  static SqueezeNet v11() {
    return new SqueezeNet("squeezenet1_1", 64, 3, List.of(0, 2, 4), 17, "features.9");
  }

  @Override
  public ArchitectureFacts facts() {
    return facts;
  }

  @Override
  public Network network(int classes) {
    var network = Network.builder();
    network
        .stage("features.0", Conv2d.withBias(3, stem, stemKernel, 2, 0, 1))
        .stage("features.1", Activation.relu());
    int index = 2;
    int in = stem;
    for (int i = 0; i < FIRES.length; i++) {
      if (poolBefore.contains(i)) {
        network.stage("features." + index++, Pool.maxToTheEdge(3, 2));
      }
      network.stage("features." + index++, fire(in, FIRES[i]));
      in = 8 * FIRES[i];
    }
    network.embedding("", Pool.globalAverage(), "mean");
    if (classes > 0) {
      network.classifierOnFeatures(
          "",
          new Chain()
              .then("classifier.1", Conv2d.withBias(in, classes, 1, 1, 0, 1))
              .then(Activation.relu())
              .then(Pool.globalAverage()));
    }
    return network.build();
  }

  /** Few channels, then many from windows of 1x1 and of 3x3, side by side. */
  private static Layer fire(int in, int squeezed) {
    int expanded = 4 * squeezed;
    return new Chain()
        .then("squeeze", Conv2d.withBias(in, squeezed, 1, 1, 0, 1))
        .then(Activation.relu())
        .then(
            new Concat()
                .with("expand1x1", Conv2d.withBias(squeezed, expanded, 1, 1, 0, 1))
                .with("expand3x3", Conv2d.withBias(squeezed, expanded, 3, 1, 1, 1)))
        .then(Activation.relu());
  }
}
