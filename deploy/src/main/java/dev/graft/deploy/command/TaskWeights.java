package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.reach.Http;
import dev.graft.deploy.weights.AddWeights;
import dev.graft.deploy.weights.AddedWeights;
import dev.graft.v1.BackboneRef;
import dev.graft.vision.catalogue.Catalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which backbone a task gets: a file is uploaded, a name stands for what was added under it. */
final class TaskWeights {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final String SHIPPED = "mini";

  private TaskWeights() {}

  /**
   * What was typed, as the contract has it.
   *
   * @param backbone name of a network; none: that of the weights, or the one that ships if there
   *     are none
   * @param weights a file, a name, or a digest; none: those that ship
   */
  static BackboneRef backbone(
      RunningSystem system, @Nullable String backbone, @Nullable String weights) {
    if (weights == null) {
      return ref(backbone == null ? SHIPPED : backbone, "");
    }
    var file = Path.of(weights);
    if (Files.isRegularFile(file)) {
      var at = system.addresses();
      var network = backbone == null ? AddWeights.networkOf(file) : backbone;
      return ref(network, new Http(at.access()).uploadWeights(at.ingestHttp(), file));
    }
    if (DIGEST.matcher(weights).matches()) {
      if (backbone == null) {
        throw new Failure("say which network these are weights of: --backbone NETWORK");
      }
      return ref(backbone, weights);
    }
    return named(system, backbone, weights);
  }

  private static BackboneRef named(
      RunningSystem system, @Nullable String backbone, String weights) {
    var added =
        new AddedWeights(system.home())
            .find(weights)
            .orElseThrow(() -> new Failure(whyUnknown(weights)));
    if (backbone != null && !backbone.equals(added.architecture())) {
      throw new Failure(
          "%s are weights of %s, not of %s".formatted(weights, added.architecture(), backbone));
    }
    var ref = ref(added.architecture(), added.digest()).toBuilder();
    Catalogue.find(weights).map(TrainedInput::of).ifPresent(ref::setInput);
    return ref.build();
  }

  private static String whyUnknown(String weights) {
    return Catalogue.find(weights).isPresent()
        ? "%s is not here yet: graft backbone add %s".formatted(weights, weights)
        : "there is no file %s, and no weights were added under that name".formatted(weights);
  }

  private static BackboneRef ref(String name, String digest) {
    return BackboneRef.newBuilder().setName(name).setWeightsDigest(digest).build();
  }
}
