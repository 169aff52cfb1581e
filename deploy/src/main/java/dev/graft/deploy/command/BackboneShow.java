package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Outline;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The stages of one network. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "Shows a network's stages, shallow to deep: the shape of their output, their parameters and multiply-adds, and the share of an embedding's work that is done before each, which a cut there saves.")
final class BackboneShow implements Runnable {
  @Parameters(paramLabel = "NAME", description = "As `graft backbone list` names it.")
  private String name = "";

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description = "Side of the input. Default: what its weights were trained with.")
  private @Nullable Integer size;

  @Override
  public void run() {
    var network = WeightsOption.architecture(name);
    int side = size == null ? network.inputSize() : size;
    if (side < network.smallestSize()) {
      throw new Failure(
          "%s takes pictures of at least %d pixels, not %d"
              .formatted(name, network.smallestSize(), side));
    }
    print(network, network.network(0).outline(side, side), side);
  }

  private static void print(Architecture network, Outline outline, int side) {
    System.out.printf(
        "%s at %dx%d: %,d parameters, %.3f billion multiply-adds, embeddings of %d%n%n",
        network.name(),
        side,
        side,
        outline.trunkParameters(),
        outline.trunkMultiplyAdds() / 1e9,
        network.width());
    System.out.printf(
        "%-20s %-16s %12s %10s %8s%n", "STAGE", "OUTPUT", "PARAMETERS", "MULT-ADDS", "BEFORE");
    for (var stage : outline.stages()) {
      line(
          stage,
          "%5.1f %%".formatted(100 * outline.shareBefore(stage.name())),
          stage.name().equals(network.defaultCut()) ? "  <- default cut" : "");
    }
    line(outline.embedding(), "", "  <- the embedding");
  }

  private static void line(Outline.Part part, String before, String remark) {
    var shape = part.shape().stream().map(String::valueOf).collect(Collectors.joining("x"));
    System.out.printf(
        "%-20s %-16s %,12d %9.1fM %8s%s%n",
        part.name(), shape, part.parameters(), part.multiplyAdds() / 1e6, before, remark);
  }
}
