package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.reach.Doors;
import dev.graft.deploy.reach.StoredObjects;
import dev.graft.v1.ListVersionsRequest;
import dev.graft.v1.VersionInfo;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.ResolvedSpec;
import dev.graft.vision.bundle.BadBundleException;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.inspect.ClassifyingNetwork;
import dev.graft.vision.inspect.WeightsFile;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A network that answers, and what one must know to ask it.
 *
 * @param temperature what logits are divided by
 * @param what for people: a version, or a network's name
 */
record OpenedClassifier(
    ClassifyingNetwork network,
    Preprocessing preprocessing,
    List<String> classes,
    double temperature,
    String what)
    implements AutoCloseable {
  private static final int ALL_VERSIONS = 10_000;

  /**
   * A version's head on its backbone, out of the store of a running system.
   *
   * @param version null: the one that serves
   */
  static OpenedClassifier ofTask(
      RunningSystem system, @Nullable String task, @Nullable Long version)
      throws BadBundleException, BadWeightsException, IOException {
    var store = StoredObjects.of(system.storeSettings());
    try (var doors = system.doors()) {
      var model = version(doors, RunningSystem.task(doors, task).getTaskId(), version).getModel();
      Bundle bundle = BundleFormat.unpack(model.getBundleDigest(), store);
      var architecture = WeightsOption.architecture(bundle.backbone().name());
      requireOneSquareAndTheUsualEmbedding(ResolvedSpec.of(bundle.backbone()));
      if (bundle.tail().isPresent()) {
        throw new Failure(
            "version %d answers through a tail that was fine-tuned from %s on; only answers from the backbone as it was published can be looked into"
                .formatted(model.getVersion(), bundle.tail().get().cut()));
      }
      String digest = bundle.backbone().weightsDigest();
      var weights =
          digest.isEmpty() ? WeightsFile.shippedWith(architecture) : new WeightsFile(digest, store);
      return new OpenedClassifier(
          ClassifyingNetwork.withHead(architecture, weights, linear(bundle), Device.CPU),
          bundle.preprocessing(),
          bundle.classes(),
          bundle.temperature(),
          "version " + model.getVersion());
    }
  }

  /** What Grad-CAM can be laid over, and followed back from. */
  private static void requireOneSquareAndTheUsualEmbedding(ResolvedSpec spec) {
    if (!spec.tapped().isEmpty()) {
      throw new Failure(
          "its embedding is made of "
              + String.join(", ", spec.tapped())
              + "; only answers from the usual embedding can be looked into");
    }
    if (spec.preprocessing().tiles() != null || spec.channels() != Picture.COLOURS) {
      throw new Failure(
          "it sees its pictures in tiles or in other channels than three; only answers about one"
              + " square of three channels can be looked into");
    }
  }

  private static LinearHead linear(Bundle bundle) {
    if (bundle.served() instanceof LinearHead linear) {
      return linear;
    }
    throw new Failure(
        "its head is of the kind %s; only linear heads can be looked into"
            .formatted(bundle.kind().word()));
  }

  private static VersionInfo version(Doors doors, String taskId, @Nullable Long version) {
    var request = ListVersionsRequest.newBuilder().setTaskId(taskId).setLimit(ALL_VERSIONS);
    return doors.predictions().listVersions(request.build()).getVersionsList().stream()
        .filter(
            info -> version == null ? info.getStable() : info.getModel().getVersion() == version)
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    version == null
                        ? "no version of " + taskId + " serves yet"
                        : "there is no version %d of %s; `graft versions` lists them"
                            .formatted(version, taskId)));
  }

  /**
   * A network with the classifier of its weights.
   *
   * @param names a file with the classes' names, one a line; null: they are called by their numbers
   */
  static OpenedClassifier ofWeights(
      Architecture architecture, WeightsFile weights, @Nullable Path names)
      throws BadWeightsException, IOException {
    var network = ClassifyingNetwork.withItsOwnClassifier(architecture, weights, Device.CPU);
    int count = network.classes();
    var classes =
        names == null
            ? IntStream.range(0, count).mapToObj(String::valueOf).toList()
            : Files.readAllLines(names);
    if (classes.size() != count) {
      network.close();
      throw new Failure(
          "%s names %d classes, the weights have %d".formatted(names, classes.size(), count));
    }
    return new OpenedClassifier(
        network, architecture.preprocessing(), classes, 1, architecture.name());
  }

  /** Of a class by its name, or else by its number. */
  int index(String named) {
    int index = classes.indexOf(named);
    if (index < 0 && named.matches("[0-9]{1,6}") && Integer.parseInt(named) < classes.size()) {
      index = Integer.parseInt(named);
    }
    if (index < 0) {
      throw new Failure(
          classes.size() > 30
              ? "there is no class %s among %d".formatted(named, classes.size())
              : "there is no class %s; there are %s".formatted(named, String.join(", ", classes)));
    }
    return index;
  }

  @Override
  public void close() {
    network.close();
  }
}
