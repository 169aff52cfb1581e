package dev.graft.deploy.command;

import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.UntrainedBackbone;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.backbone.WeightSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All networks in a table. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description =
        "Lists the networks by their torchvision names: parameters without the classifier, length of an embedding, side of the input and the smallest one, multiply-adds of an embedding, weights that are known.")
final class BackboneList implements Runnable {
  private static final long MEASURED_NANOS = 1_500_000_000L;

  @Option(
      names = "--speed",
      description =
          "Measure on this machine how many pictures a second one thread embeds, one by one: about two seconds a network. Weights are from chance, none are needed.")
  private boolean speed;

  @Override
  public void run() {
    System.out.printf(
        "%-20s %10s %6s %6s %9s %10s%s  %s%n",
        "NAME",
        "PARAMETERS",
        "WIDTH",
        "INPUT",
        "SMALLEST",
        "MULT-ADDS",
        speed ? "  PICTURES/S" : "",
        "WEIGHTS");
    if (speed) {
      VisionRuntime.configure(1);
    }
    Architectures.all().forEach(this::line);
  }

  private static String speed(Architecture network) {
    try (var untrained = UntrainedBackbone.of(network, Device.CPU)) {
      return "%12.1f".formatted(untrained.picturesPerSecond(MEASURED_NANOS));
    }
  }

  private void line(Architecture network) {
    var outline = network.network(0).outline(network.inputSize(), network.inputSize());
    System.out.printf(
        "%-20s %9.2fM %6d %6d %9d %9.2fG%s  %s%n",
        network.name(),
        outline.trunkParameters() / 1e6,
        network.width(),
        network.inputSize(),
        network.smallestSize(),
        outline.trunkMultiplyAdds() / 1e9,
        speed ? speed(network) : "",
        network.weightSets().stream().map(WeightSet::name).collect(Collectors.joining(", ")));
  }
}
