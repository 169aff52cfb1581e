package dev.graft.vision.backbone;

import java.util.List;
import java.util.Optional;

/** Every architecture there is. */
public final class Architectures {
  private static final List<Architecture> ALL =
      List.of( //
          new MobileNetV2(), new Mini());

  private Architectures() {}

  public static List<Architecture> all() {
    return ALL;
  }

  public static List<String> names() {
    return ALL.stream().map(Architecture::name).toList();
  }

  public static Optional<Architecture> find(String name) {
    return ALL.stream().filter(architecture -> architecture.name().equals(name)).findFirst();
  }
}
