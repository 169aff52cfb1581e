package dev.graft.bench.system;

import dev.graft.deploy.reach.Addresses;
import dev.graft.deploy.reach.Doors;
import dev.graft.deploy.reach.Http;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.KeepPolicy;
import dev.graft.v1.PutTaskRequest;
import dev.graft.v1.RolloutPolicy;
import dev.graft.v1.TaskSpec;
import java.nio.file.Path;
import java.util.List;

/** Tasks as a person would make them. */
public final class Tasks {
  private Tasks() {}

  /**
   * Uploads the weights and creates a task on MobileNetV2 that keeps none of the predicted
   * pictures.
   */
  public static TaskSpec mobilenet(
      Addresses addresses, Path weights, String id, List<String> classes) {
    return mobilenet(addresses, weights, id, classes, RolloutPolicy.getDefaultInstance());
  }

  /** The same with a policy of its own for new versions. */
  public static TaskSpec mobilenet(
      Addresses addresses, Path weights, String id, List<String> classes, RolloutPolicy rollout) {
    var digest = new Http().uploadWeights(addresses.ingestHttp(), weights);
    var task =
        TaskSpec.newBuilder()
            .setTaskId(id)
            .addAllClasses(classes)
            .setKeep(KeepPolicy.newBuilder().setShare(0))
            .setRollout(rollout)
            .setBackbone(BackboneRef.newBuilder().setName("mobilenet_v2").setWeightsDigest(digest));
    try (var doors = new Doors(addresses)) {
      return doors.ingest().putTask(PutTaskRequest.newBuilder().setTask(task).build()).getTask();
    }
  }
}
