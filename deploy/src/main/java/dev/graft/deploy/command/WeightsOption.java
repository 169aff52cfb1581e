package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.reach.StoredObjects;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.inspect.WeightsFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which weights a network is looked at with. */
final class WeightsOption {
  @Option(
      names = "--weights",
      paramLabel = "FILE|DIGEST",
      description =
          "A safetensors file, or the sha256 of one in the store of a running system. Default: those that ship with the network.")
  private @Nullable String weights;

  boolean given() {
    return weights != null;
  }

  WeightsFile of(Architecture network, RunningSystem system) {
    if (weights == null) {
      if (network.shippedWeights().isEmpty()) {
        throw new Failure(
            "no weights come with %s: name a file with --weights FILE".formatted(network.name()));
      }
      return WeightsFile.shippedWith(network);
    }
    boolean stored = weights.matches("[0-9a-f]{64}") && !Files.exists(Path.of(weights));
    return stored
        ? new WeightsFile(weights, StoredObjects.of(system.storeSettings()))
        : WeightsFile.at(Path.of(weights));
  }

  static Architecture architecture(String name) {
    return Architectures.find(name)
        .orElseThrow(
            () ->
                new Failure(
                    "there is no network %s; there are %s"
                        .formatted(name, String.join(", ", Architectures.names()))));
  }

  /** An exception's message, or what its kind alone says. */
  static String sentence(Exception e) {
    return e instanceof NoSuchFileException
        ? "there is no file " + e.getMessage()
        : String.valueOf(e.getMessage());
  }
}
