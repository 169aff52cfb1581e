package dev.graft.vision.backbone;

import dev.graft.vision.layer.Activation;
import dev.graft.vision.layer.BatchNorm2d;
import dev.graft.vision.layer.Chain;
import dev.graft.vision.layer.Conv2d;
import dev.graft.vision.layer.Layer;
import dev.graft.vision.layer.Linear;
import dev.graft.vision.layer.Pool;
import dev.graft.vision.layer.Residual;
import java.util.List;

/**
 * He et al. 2016, "Deep residual learning for image recognition", table 1. As in torchvision, the
 * bottleneck halves the map in its 3x3 convolution, not in the 1x1 before it ("v1.5").
 */
final class ResNet implements Architecture {
  private static final int STEM = 64;

  private final ArchitectureFacts facts;
  private final List<Integer> repeats;
  private final boolean bottleneck;

  private ResNet(
      String name, List<Integer> repeats, boolean bottleneck, List<WeightSet> weightSets) {
    this.repeats = repeats;
    this.bottleneck = bottleneck;
    this.facts = new ArchitectureFacts(name, 512 * expansion(), "layer4", 32, weightSets);
  }

  static ResNet resnet18() {
    return new ResNet("resnet18", List.of(2, 2, 2, 2), false, List.of(v1()));
  }

  static ResNet resnet34() {
    return new ResNet("resnet34", List.of(3, 4, 6, 3), false, List.of(v1()));
  }

  static ResNet resnet50() {
    var v2 = WeightSet.bilinear("IMAGENET1K_V2", 232, 224);
    return new ResNet("resnet50", List.of(3, 4, 6, 3), true, List.of(v1(), v2));
  }

  private static WeightSet v1() {
    return WeightSet.bilinear("IMAGENET1K_V1", 256, 224);
  }

  @Override
  public ArchitectureFacts facts() {
    return facts;
  }

  /** Channels that leave a block are so many times its inner ones. */
  private int expansion() {
    return bottleneck ? 4 : 1;
  }

  @Override
  public Network network(int classes) {
    var network = Network.builder();
    network.stage(
        "stem",
        "",
        new Chain()
            .then("conv1", Conv2d.plain(3, STEM, 7, 2, 3))
            .then("bn1", new BatchNorm2d(STEM))
            .then(Activation.relu())
            .then(Pool.max(3, 2, 1)));
    int in = STEM;
    for (int i = 0; i < repeats.size(); i++) {
      int inner = STEM << i;
      int out = inner * expansion();
      Layer first = block(in, inner, i > 0 ? 2 : 1);
      network.stage(
          "layer" + (i + 1), Chain.repeated(repeats.get(i), first, () -> block(out, inner, 1)));
      in = out;
    }
    network.embedding("", Pool.globalAverage(), "mean");
    if (classes > 0) {
      network.classifierOnEmbedding("fc", new Linear(width(), classes));
    }
    return network.build();
  }

  private Layer block(int in, int inner, int stride) {
    return bottleneck ? bottleneck(in, inner, stride) : basic(in, inner, stride);
  }

  private static Layer residual(int in, int out, int stride, Chain branch) {
    var shortcut = new Chain();
    if (stride != 1 || in != out) {
      shortcut.then("0", Conv2d.plain(in, out, 1, stride, 0)).then("1", new BatchNorm2d(out));
    }
    return new Chain()
        .then(new Residual("", branch, "downsample", shortcut))
        .then(Activation.relu());
  }

  /** Two 3x3 convolutions beside a shortcut, torchvision's BasicBlock. */
  static Layer basic(int in, int out, int stride) {
    var branch =
        new Chain()
            .then("conv1", Conv2d.plain(in, out, 3, stride, 1))
            .then("bn1", new BatchNorm2d(out))
            .then(Activation.relu())
            .then("conv2", Conv2d.plain(out, out, 3, 1, 1))
            .then("bn2", new BatchNorm2d(out));
    return residual(in, out, stride, branch);
  }

  private Layer bottleneck(int in, int inner, int stride) {
    int out = inner * expansion();
    var branch =
        new Chain()
            .then("conv1", Conv2d.plain(in, inner, 1, 1, 0))
            .then("bn1", new BatchNorm2d(inner))
            .then(Activation.relu())
            .then("conv2", Conv2d.plain(inner, inner, 3, stride, 1))
            .then("bn2", new BatchNorm2d(inner))
            .then(Activation.relu())
            .then("conv3", Conv2d.plain(inner, out, 1, 1, 0))
            .then("bn3", new BatchNorm2d(out));
    return residual(in, out, stride, branch);
  }
}
