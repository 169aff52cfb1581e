package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.reach.Doors;
import dev.graft.deploy.reach.StoredObjects;
import dev.graft.v1.ListVersionsRequest;
import dev.graft.v1.VersionInfo;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.bundle.BadBundleException;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.inspect.ClassifyingNetwork;
import dev.graft.vision.inspect.WeightsFile;
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
      String digest = bundle.backbone().weightsDigest();
      var weights =
          digest.isEmpty() ? WeightsFile.shippedWith(architecture) : new WeightsFile(digest, store);
      return new OpenedClassifier(
          ClassifyingNetwork.withHead(architecture, weights, bundle.served(), Device.CPU),
          bundle.preprocessing(),
          bundle.classes(),
          bundle.temperature(),
          "version " + model.getVersion());
    }
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
