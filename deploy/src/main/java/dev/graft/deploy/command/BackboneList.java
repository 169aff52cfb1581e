package dev.graft.deploy.command;

import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.WeightSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** All networks in a table. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description =
        "Lists the networks by their torchvision names: parameters without the classifier, length of an embedding, side of the input and the smallest one, multiply-adds of an embedding, weights that are known.")
final class BackboneList implements Runnable {
  @Override
  public void run() {
    System.out.printf(
        "%-20s %10s %6s %6s %9s %10s  %s%n",
        "NAME", "PARAMETERS", "WIDTH", "INPUT", "SMALLEST", "MULT-ADDS", "WEIGHTS");
    Architectures.all().forEach(BackboneList::line);
  }

  private static void line(Architecture network) {
    var outline = network.network(0).outline(network.inputSize(), network.inputSize());
    System.out.printf(
        "%-20s %9.2fM %6d %6d %9d %9.2fG  %s%n",
        network.name(),
        outline.trunkParameters() / 1e6,
        network.width(),
        network.inputSize(),
        network.smallestSize(),
        outline.trunkMultiplyAdds() / 1e9,
        network.weightSets().stream().map(WeightSet::name).collect(Collectors.joining(", ")));
  }
}
