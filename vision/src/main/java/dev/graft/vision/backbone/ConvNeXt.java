package dev.graft.vision.backbone;

import dev.graft.vision.layer.Activation;
import dev.graft.vision.layer.Chain;
import dev.graft.vision.layer.Conv2d;
import dev.graft.vision.layer.Layer;
import dev.graft.vision.layer.LayerNorm;
import dev.graft.vision.layer.LayerScale;
import dev.graft.vision.layer.Linear;
import dev.graft.vision.layer.Pool;
import dev.graft.vision.layer.Rearrange;
import dev.graft.vision.layer.Residual;
import java.util.List;

/**
 * Liu et al. 2022, "A ConvNet for the 2020s", table 9. Odd stages hold the blocks, even ones halve
 * the map before them. An embedding is normalised by what torchvision counts to the classifier.
 */
final class ConvNeXt implements Architecture {
  private static final float EPSILON = 1e-6f;

  private final ArchitectureFacts facts;
  private final int firstChannels;
  private final List<Integer> repeats;

  private ConvNeXt(String name, int firstChannels, List<Integer> repeats, WeightSet weights) {
    this.firstChannels = firstChannels;
    this.repeats = repeats;
    int width = firstChannels << (repeats.size() - 1);
    this.facts = new ArchitectureFacts(name, width, "features.6", 32, List.of(weights));
  }

  static ConvNeXt tiny() {
    var weights = WeightSet.bilinear("IMAGENET1K_V1", 236, 224);
    return new ConvNeXt("convnext_tiny", 96, List.of(3, 3, 9, 3), weights);
  }

  static ConvNeXt base() {
    var weights = WeightSet.bilinear("IMAGENET1K_V1", 232, 224);
    return new ConvNeXt("convnext_base", 128, List.of(3, 3, 27, 3), weights);
  }

  @Override
  public ArchitectureFacts facts() {
    return facts;
  }

  @Override
  public String weightName(String inFile) {
    return TimmNames.convNeXt(inFile);
  }

  @Override
  public Network network(int classes) {
    var network = Network.builder();
    network.stage(
        "features.0",
        new Chain()
            .then("0", Conv2d.withBias(3, firstChannels, 4, 4, 0, 1))
            .then("1", norm(firstChannels)));
    for (int i = 0; i < repeats.size(); i++) {
      int channels = firstChannels << i;
      if (i > 0) {
        int before = channels / 2;
        network.stage(
            "features." + 2 * i,
            new Chain()
                .then("0", norm(before))
                .then("1", Conv2d.withBias(before, channels, 2, 2, 0, 1)));
      }
      network.stage(
          "features." + (2 * i + 1), Chain.repeated(repeats.get(i), () -> block(channels)));
    }
    network.embedding(
        "classifier.0",
        new Chain().then(Pool.globalAverage()).then("", new LayerNorm(width(), EPSILON)),
        "mean, layer norm");
    if (classes > 0) {
      network.classifierOnEmbedding("classifier.2", new Linear(width(), classes));
    }
    return network.build();
  }

  /** Over the channels of each pixel. */
  private static Layer norm(int channels) {
    return new Chain()
        .then(Rearrange.channelsLast())
        .then("", new LayerNorm(channels, EPSILON))
        .then(Rearrange.channelsFirst());
  }

  private static Layer block(int channels) {
    return new Residual(
        "",
        new Chain()
            .then("block.0", Conv2d.withBias(channels, channels, 7, 1, 3, channels))
            .then(Rearrange.channelsLast())
            .then("block.2", new LayerNorm(channels, EPSILON))
            .then("block.3", new Linear(channels, 4 * channels))
            .then(Activation.gelu())
            .then("block.5", new Linear(4 * channels, channels))
            .then("", new LayerScale(channels))
            .then(Rearrange.channelsFirst()));
  }
}
