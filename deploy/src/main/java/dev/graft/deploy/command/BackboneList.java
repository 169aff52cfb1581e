package dev.graft.deploy.command;

import dev.graft.deploy.weights.AddedWeights;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.UntrainedBackbone;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.catalogue.Catalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All networks in a table, and all weights in another. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description =
        "Lists the networks by their torchvision names: parameters without the classifier, length of an embedding, side of the input and the smallest one, multiply-adds of an embedding. Then the weights that are published for them: accuracy on ImageNet-1k in percent, licence, and whether they were added here.")
final class BackboneList implements Runnable {
  private static final long MEASURED_NANOS = 1_500_000_000L;

  @Mixin private HomeOption home = new HomeOption();

  @Option(
      names = "--speed",
      description =
          "Measure on this machine how many pictures a second one thread embeds, one by one: about two seconds a network. Weights are from chance, none are needed.")
  private boolean speed;

  @Override
  public void run() {
    System.out.printf(
        "%-20s %10s %6s %6s %9s %10s%s%n",
        "NAME",
        "PARAMETERS",
        "WIDTH",
        "INPUT",
        "SMALLEST",
        "MULT-ADDS",
        speed ? "  PICTURES/S" : "");
    if (speed) {
      VisionRuntime.configure(1);
    }
    Architectures.all().forEach(this::line);
    System.out.println();
    WeightsTable.rows(Catalogue.all(), new AddedWeights(home.home()).all(), WeightsTable::kind)
        .forEach(System.out::println);
    System.out.println(
        "\n`graft backbone add NAME` fetches weights, `graft backbone show NAME` says more.");
  }

  private static String speed(Architecture network) {
    try (var untrained = UntrainedBackbone.of(network, Device.CPU)) {
      return "%12.1f".formatted(untrained.picturesPerSecond(MEASURED_NANOS));
    }
  }

  private void line(Architecture network) {
    var outline = network.network(0).outline(network.inputSize(), network.inputSize());
    System.out.printf(
        "%-20s %9.2fM %6d %6d %9d %9.2fG%s%n",
        network.name(),
        outline.trunkParameters() / 1e6,
        network.width(),
        network.inputSize(),
        network.smallestSize(),
        outline.trunkMultiplyAdds() / 1e9,
        speed ? speed(network) : "");
  }
}
