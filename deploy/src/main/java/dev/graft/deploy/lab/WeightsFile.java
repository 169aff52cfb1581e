package dev.graft.deploy.lab;

import dev.graft.deploy.Failure;
import dev.graft.events.Digests;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.InputOptions;
import dev.graft.vision.backbone.WeightsSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network and the file of its weights.
 *
 * @param file safetensors with torchvision's names; null for the weights that ship with it
 */
public record WeightsFile(String backbone, @Nullable Path file) {
  /** Loads something from the spec and the source of these weights. */
  @FunctionalInterface
  public interface Loader<T> {
    T load(BackboneSpec spec, WeightsSource source, Device device) throws BadWeightsException;
  }

  /**
   * The architecture.
   *
   * @throws Failure if there is none of that name
   */
  public Architecture architecture() {
    return Architectures.find(backbone)
        .orElseThrow(
            () ->
                new Failure(
                    "there is no network %s; there are %s"
                        .formatted(backbone, String.join(", ", Architectures.names()))));
  }

  /**
   * Loads a network for its usual input.
   *
   * @throws Failure if the weights are missing, or are not those of the network
   */
  public <T> T load(Device device, Loader<T> loader) {
    return load(InputOptions.USUAL, device, loader);
  }

  /**
   * Loads a network for some input.
   *
   * @throws Failure if the weights are missing, or are not those of the network
   */
  <T> T load(InputOptions input, Device device, Loader<T> loader) {
    if (file == null && architecture().shippedWeights().isEmpty()) {
      throw new Failure("no weights come with " + backbone + ": give --weights FILE");
    }
    try {
      Path named = file;
      return named == null
          ? loader.load(spec("", input), WeightsSource.none(), device)
          : loader.load(
              spec(Digests.sha256Hex(Files.readAllBytes(named)), input),
              digest -> Files.newInputStream(named),
              device);
    } catch (IOException e) {
      throw new Failure("can't read the weights " + file + ": " + e.getMessage(), e);
    } catch (BadWeightsException e) {
      throw new Failure("%s are no weights of %s: %s".formatted(file, backbone, e.getMessage()), e);
    }
  }

  private BackboneSpec spec(String digest, InputOptions input) {
    return new BackboneSpec(backbone, digest, input, List.of());
  }
}
