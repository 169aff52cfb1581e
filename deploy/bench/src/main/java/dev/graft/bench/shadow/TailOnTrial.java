package dev.graft.bench.shadow;

import dev.graft.bench.material.Material;
import dev.graft.bench.premade.Premade;
import dev.graft.bench.swap.MadeHeads;
import dev.graft.bench.system.BenchSystem;
import dev.graft.bench.system.Tasks;
import dev.graft.deploy.Failure;
import dev.graft.deploy.reach.Doors;
import dev.graft.loop.Clients;
import dev.graft.loop.Publisher;
import dev.graft.topics.Keys;
import dev.graft.v1.RolloutPlan;
import dev.graft.v1.RolloutPolicy;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.backbone.TailWeights;
import dev.graft.vision.tune.HeadStart;
import dev.graft.vision.tune.Phase;
import dev.graft.vision.tune.SplitNetwork;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A task whose candidate has a tail of its own: the pretrained weights from the usual cut on, so
 * that what is computed is what a fine-tuned one would be.
 *
 * @param cut first stage of the tail
 * @param share of a forward pass's multiply-adds that lie in the tail, a fraction
 */
record TailOnTrial(String cut, double share) {
  private static final int CLASSES = 20;
  private static final String BACKBONE = "mobilenet_v2";

  /** Returns when the second task's candidate is scored in shadow; the first task has none. */
  static TailOnTrial begin(BenchSystem graft, Material material, String plain, String trial) {
    var addresses = graft.addresses();
    var classes = MadeHeads.classes(CLASSES);
    var shadow =
        RolloutPolicy.newBuilder()
            .setChange(RolloutPlan.newBuilder().setMode(RolloutPolicy.Mode.SHADOW))
            .build();
    var task = Tasks.mobilenet(addresses, material.weights(), plain, classes);
    Tasks.mobilenet(addresses, material.weights(), trial, classes, shadow);
    var backbone = new BackboneSpec(BACKBONE, task.getBackbone().getWeightsDigest());
    Architecture architecture = Architectures.find(BACKBONE).orElseThrow();
    byte[] file = tail(architecture, material.weights());
    var tail = Tail.of(architecture.defaultCut(), file);
    graft.blobs().put(Keys.bundleFile(tail.digest()), file);
    try (var publisher =
            Publisher.open(new Clients(addresses.kafka()), "bench", new SimpleMeterRegistry());
        var doors = new Doors(addresses)) {
      new MadeHeads(plain, backbone, CLASSES, graft.blobs(), publisher).next();
      var tried = new MadeHeads(trial, backbone, CLASSES, graft.blobs(), publisher);
      tried.next();
      tried.nextOn(tail);
      Premade.awaitTrial(doors, trial);
    }
    int side = architecture.inputSize();
    double before = architecture.network(0).outline(side, side).shareBefore(tail.cut());
    return new TailOnTrial(tail.cut(), 1 - before);
  }

  /** Of the network as its file has it, head left out. */
  private static byte[] tail(Architecture architecture, Path weights) {
    try (var in = Files.newInputStream(weights);
        var split =
            SplitNetwork.load(
                architecture,
                in,
                architecture.defaultCut(),
                new HeadStart.Fresh(CLASSES, 1),
                Device.CPU)) {
      return TailWeights.file(
          split.copy().stream()
              .filter(tensor -> !tensor.name().startsWith(Phase.HEAD + "."))
              .toList());
    } catch (IOException | BadWeightsException e) {
      throw new Failure("can't read the tail of " + weights + ": " + e.getMessage(), e);
    }
  }

  String text() {
    return "The second version has a tail of its own from %s on, which is %.1f %% of a pass's multiply-adds."
        .formatted(cut, 100 * share);
  }
}
