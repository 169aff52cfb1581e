package dev.graft.vision.backbone;

import dev.graft.vision.layer.Activation;
import dev.graft.vision.layer.BatchNorm2d;
import dev.graft.vision.layer.Chain;
import dev.graft.vision.layer.Conv2d;
import dev.graft.vision.layer.Layer;
import dev.graft.vision.layer.Linear;
import dev.graft.vision.layer.Pool;
import dev.graft.vision.layer.Rearrange;
import dev.graft.vision.picture.Interpolation;
import dev.graft.vision.picture.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Simonyan and Zisserman 2015, "Very deep convolutional networks for large-scale image
 * recognition", table 1, columns D and E; every layer is a stage. An embedding is the mean of the
 * last map, not the 4096 numbers that the classifier makes of it at one size only.
 */
final class Vgg implements Architecture {
  private static final int[] CHANNELS = {64, 128, 256, 512, 512};

  /** torchvision's classifier sees a map of so many pixels a side. */
  private static final int CLASSIFIED = 7;

  private static final int HIDDEN = 4096;

  private final ArchitectureFacts facts;
  private final List<Integer> repeats;
  private final boolean normalised;

  private Vgg(String name, List<Integer> repeats, boolean normalised, List<WeightSet> weightSets) {
    this.repeats = repeats;
    this.normalised = normalised;
    this.facts =
        new ArchitectureFacts(name, CHANNELS[CHANNELS.length - 1], lastBlock(), 32, weightSets);
  }

  static Vgg vgg16() {
    return new Vgg("vgg16", List.of(2, 2, 3, 3, 3), false, List.of(v1(), featuresOnly()));
  }

  static Vgg vgg16Bn() {
    return new Vgg("vgg16_bn", List.of(2, 2, 3, 3, 3), true, List.of(v1()));
  }

  static Vgg vgg19() {
    return new Vgg("vgg19", List.of(2, 2, 4, 4, 4), false, List.of(v1()));
  }

  private static WeightSet v1() {
    return WeightSet.bilinear("IMAGENET1K_V1", 256, 224);
  }

  /** The weights of the authors, for features only, on pixels of 0..255 less their mean. */
  private static WeightSet featuresOnly() {
    float unit = 1 / 255f;
    return new WeightSet(
        "IMAGENET1K_FEATURES",
        new Preprocessing(
            256,
            Interpolation.BILINEAR,
            224,
            List.of(0.48235f, 0.45882f, 0.40784f),
            List.of(unit, unit, unit)));
  }

  @Override
  public ArchitectureFacts facts() {
    return facts;
  }

  private String lastBlock() {
    int layers = normalised ? 3 : 2;
    int before = IntStream.range(0, repeats.size() - 1).map(i -> layers * repeats.get(i) + 1).sum();
    return "features." + before;
  }

  @Override
  public String weightName(String inFile) {
    return TimmNames.vgg(inFile);
  }

  @Override
  public Network network(int classes) {
    var network = Network.builder();
    List<Layer> layers = features();
    for (int i = 0; i < layers.size(); i++) {
      network.stage("features." + i, layers.get(i));
    }
    network.embedding("", Pool.globalAverage(), "mean");
    if (classes > 0) {
      network.classifierOnFeatures("classifier", classifier(classes));
    }
    return network.build();
  }

  private List<Layer> features() {
    var layers = new ArrayList<Layer>();
    int in = 3;
    for (int block = 0; block < CHANNELS.length; block++) {
      int out = CHANNELS[block];
      for (int repeat = 0; repeat < repeats.get(block); repeat++) {
        layers.add(Conv2d.withBias(in, out, 3, 1, 1, 1));
        if (normalised) {
          layers.add(new BatchNorm2d(out));
        }
        layers.add(Activation.relu());
        in = out;
      }
      layers.add(Pool.max(2, 2, 0));
    }
    return layers;
  }

  private Layer classifier(int classes) {
    return new Chain()
        .then(Pool.adaptiveAverage(CLASSIFIED))
        .then(Rearrange.flat())
        .then("0", new Linear(width() * CLASSIFIED * CLASSIFIED, HIDDEN))
        .then(Activation.relu())
        .then("3", new Linear(HIDDEN, HIDDEN))
        .then(Activation.relu())
        .then("6", new Linear(HIDDEN, classes));
  }
}
