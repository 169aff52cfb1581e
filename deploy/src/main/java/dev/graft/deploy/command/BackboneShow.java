package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.weights.Added;
import dev.graft.deploy.weights.AddedWeights;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Outline;
import dev.graft.vision.catalogue.Catalogue;
import dev.graft.vision.catalogue.PublishedWeights;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The stages of one network, or what there is to know of weights. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "Shows a network's stages, shallow to deep: the shape of their output, their parameters and multiply-adds, and the share of an embedding's work that is done before each, which a cut there saves; then its weights. Of weights it shows what the catalogue knows.")
final class BackboneShow implements Runnable {
  @Parameters(
      paramLabel = "NAME",
      description = "Of a network or of weights, as `graft backbone list` shows it.")
  private String name = "";

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description = "Side of the input. Default: what its weights were trained with.")
  private @Nullable Integer size;

  @Mixin private HomeOption home = new HomeOption();

  @Override
  public void run() {
    var weights = Catalogue.find(name);
    if (weights.isPresent()) {
      showWeights(weights.get());
    } else {
      showNetwork();
    }
  }

  private void showWeights(PublishedWeights weights) {
    var added = new AddedWeights(home.home()).find(weights.name());
    System.out.println(weights.name() + ": weights of " + weights.architecture());
    WeightsText.facts(weights).forEach(System.out::println);
    System.out.println("  from      " + WeightsTable.address(weights));
    System.out.println(
        "  sha256    "
            + added
                .map(one -> one.digest() + ", as added here")
                .orElse(
                    weights.sha256() == null
                        ? "recorded when they are added"
                        : weights.sha256() + ", pinned"));
    weights.conversion().ifPresent(line -> System.out.println("  convert   " + line));
    System.out.println(
        added.isPresent()
            ? "  use it    graft task create ID --classes A,B --weights " + weights.name()
            : "  get it    graft backbone add "
                + (weights.hub() == null ? "--file %s.safetensors" : "%s")
                    .formatted(weights.name()));
  }

  private void showNetwork() {
    var network =
        Architectures.find(name)
            .orElseThrow(
                () ->
                    new Failure(
                        "there is no network and there are no weights %s; there are the networks %s, and `graft backbone list` shows the weights"
                            .formatted(name, String.join(", ", Architectures.names()))));
    int side = size == null ? network.inputSize() : size;
    if (side < network.smallestSize()) {
      throw new Failure(
          "%s takes pictures of at least %d pixels, not %d"
              .formatted(name, network.smallestSize(), side));
    }
    print(network, network.network(0).outline(side, side), side);
    System.out.println();
    WeightsTable.rows(Catalogue.of(name), added(name), WeightsTable::address)
        .forEach(System.out::println);
  }

  private Map<String, Added> added(String network) {
    var added = new TreeMap<>(new AddedWeights(home.home()).all());
    added.values().removeIf(one -> !one.architecture().equals(network));
    return added;
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
