package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.reach.Http;
import dev.graft.deploy.weights.AddWeights;
import dev.graft.deploy.weights.Patience;
import dev.graft.vision.catalogue.Catalogue;
import dev.graft.vision.catalogue.PublishedWeights;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pretrained weights come into the store. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Puts pretrained weights into the store, for `graft task create --weights NAME`: those that the catalogue knows by NAME, fetched from the hub, or those of a safetensors file.",
      "A broken transfer goes on where it stopped. The file must have the sha256 that the catalogue says or, where it says none, the one that NAME had when it was first added; every tensor is looked at before anything is stored."
    })
final class BackboneAdd implements Runnable {
  static final String HUB = "https://huggingface.co";

  @Mixin private RunningSystem system = new RunningSystem();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "Of the catalogue, as `graft backbone list` shows it.")
  private @Nullable String name;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "A safetensors file, with the tensors' names as in torchvision or timm. With NAME: the file of those weights, fetched by other means.")
  private @Nullable Path file;

  @Option(
      names = "--as",
      paramLabel = "NETWORK",
      description = "The network that FILE is for. Default: found out from its tensors.")
  private @Nullable String architecture;

  @Option(
      names = "--hub",
      paramLabel = "URL",
      description =
          "The hub or a mirror of it. Default: $$HF_ENDPOINT, or else https://huggingface.co")
  private @Nullable String hub;

  @Option(names = "--json", description = "Write JSON and show no progress.")
  private boolean json;

  @Override
  public void run() {
    if (name == null && file == null) {
      throw new Failure("say what to add: NAME as `graft backbone list` shows it, or --file FILE");
    }
    var at = system.addresses();
    var http = new Http(at.access());
    AddWeights.Result result;
    try (var progress = new ProgressLine(json)) {
      var adding =
          new AddWeights(
              system.home(),
              hub(),
              Patience.USUAL,
              progress,
              weights -> http.uploadWeights(at.ingestHttp(), weights));
      result =
          file != null
              ? adding.take(file, name, architecture)
              : adding.fetch(published(String.valueOf(name)));
    }
    report(result);
  }

  private void report(AddWeights.Result result) {
    if (json) {
      Print.json(WeightsText.json(result));
    } else {
      WeightsText.added(result).forEach(System.out::println);
    }
  }

  private String hub() {
    if (hub != null) {
      return hub;
    }
    var named = System.getenv("HF_ENDPOINT");
    return named == null || named.isBlank() ? HUB : named;
  }

  /** Or what there is for a network, if that was named. */
  static PublishedWeights published(String name) {
    return Catalogue.find(name)
        .orElseThrow(
            () -> {
              var some = Catalogue.of(name);
              return new Failure(
                  some.isEmpty()
                      ? "there are no weights %s; `graft backbone list` shows all".formatted(name)
                      : "which weights of %s? There are %s"
                          .formatted(
                              name,
                              some.stream()
                                  .map(PublishedWeights::name)
                                  .collect(Collectors.joining(", "))));
            });
  }
}
