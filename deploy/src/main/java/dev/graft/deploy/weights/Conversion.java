package dev.graft.deploy.weights;

import dev.graft.deploy.Failure;
import dev.graft.vision.catalogue.Catalogue;
import dev.graft.vision.catalogue.PublishedWeights;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** PyTorch's own files are programs: they are converted elsewhere, and this says how. */
final class Conversion {
  private static final Pattern PICKLE = Pattern.compile("(.*)\\.(pth|pt|bin|ckpt|pkl|tar)");

  private Conversion() {}

  /** How to come by weights that only exist as a checkpoint. */
  static String ofPublished(PublishedWeights published) {
    var copies =
        Catalogue.of(published.architecture()).stream()
            .filter(
                other -> other.hub() != null && String.valueOf(published.set()).equals(other.set()))
            .map(other -> "\nOr take the copy on the hub: graft backbone add " + other.name())
            .findFirst()
            .orElse("");
    return """
        %s is only published as a PyTorch file, %s, which is never read here: reading one can run code.
        Where Python has torchvision, make a safetensors file of it, and add that:
          %s
          graft backbone add --file %s.safetensors%s"""
        .formatted(
            published.name(),
            published.checkpoint(),
            published.conversion().orElse(""),
            published.name(),
            copies);
  }

  /**
   * By the name; by its beginning the reader of safetensors knows one too.
   *
   * @throws Failure if the file is one
   */
  static void refusePickle(Path file) {
    var named = PICKLE.matcher(file.getFileName().toString());
    if (named.matches()) {
      throw new Failure(
          """
          %s is a PyTorch file, which is never read here: reading one can run code.
          Where Python has torch, make a safetensors file of it, and add that:
            python3 -c "import torch, safetensors.torch as s; s.save_file({k: v.contiguous() for k, v in torch.load('%s', weights_only=True, map_location='cpu').items()}, '%s.safetensors')"
            graft backbone add --file %s.safetensors"""
              .formatted(file, file, named.group(1), named.group(1)));
    }
  }
}
