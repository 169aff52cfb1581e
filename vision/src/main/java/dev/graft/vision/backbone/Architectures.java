package dev.graft.vision.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Every architecture there is: our own, and those that others put on the class path. */
public final class Architectures {
  private static final List<Architecture> OURS =
      List.of(
          ResNet.resnet18(),
          ResNet.resnet34(),
          ResNet.resnet50(),
          Vgg.vgg16(),
          Vgg.vgg16Bn(),
          Vgg.vgg19(),
          new DenseNet121(),
          EfficientNet.b0(),
          EfficientNet.b4(),
          new MobileNetV2(),
          MobileNetV3.small(),
          MobileNetV3.large(),
          ConvNeXt.tiny(),
          ConvNeXt.base(),
          new VisionTransformerB16(),
          SqueezeNet.v10(),
          SqueezeNet.v11(),
          new Mini());

  private static final List<Architecture> ALL = withOthers();

  private Architectures() {}

  private static List<Architecture> withOthers() {
    var all = new ArrayList<>(OURS);
    for (Architecture other :
        ServiceLoader.load(Architecture.class, Architecture.class.getClassLoader())) {
      if (find(all, other.name()).isPresent()) {
        throw new IllegalStateException(
            "two architectures are named %s; rename %s"
                .formatted(other.name(), other.getClass().getName()));
      }
      all.add(other);
    }
    return List.copyOf(all);
  }

  public static List<Architecture> all() {
    return ALL;
  }

  public static List<String> names() {
    return ALL.stream().map(Architecture::name).toList();
  }

  public static Optional<Architecture> find(String name) {
    return find(ALL, name);
  }

  private static Optional<Architecture> find(List<Architecture> among, String name) {
    return among.stream().filter(architecture -> architecture.name().equals(name)).findFirst();
  }
}
