package dev.graft.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.embedded.Moment;
import dev.graft.inference.serve.TestBundles;
import dev.graft.loop.Publisher;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.v1.GetRolloutRequest;
import dev.graft.v1.RolloutState;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.VersionRef;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;

/** Says to a running service what ingest and the trainer would say. */
record TestTasks(RunningService service, Publisher publisher, TestBundles bundles) {

  /** Publishes a task and returns when the service knows it. */
  String create(String name) {
    return create(name, TaskSpec.newBuilder());
  }

  /** The same, with what else the task asks for. */
  String create(String name, TaskSpec.Builder asked) {
    var spec = asked.setTaskId(name).addAllClasses(TestBundles.CLASSES).setRevision(1).build();
    publisher.send(Topics.TASKS, name, spec).join();
    while (!knows(name)) {
      Moment.pass();
    }
    return name;
  }

  private boolean knows(String task) {
    try {
      return rollout(task).isInitialized();
    } catch (StatusRuntimeException e) {
      assertEquals(Code.NOT_FOUND, e.getStatus().getCode());
      return false;
    }
  }

  /** Publishes a version and returns when it serves, or is refused. */
  void release(String task, long version) {
    publish(task, bundles.store(version));
    service.awaitServing(task, version);
  }

  void publish(String task, VersionRef ref) {
    publisher
        .send(Topics.MODELS, Keys.model(task, ref.getVersion()), bundles.published(task, ref))
        .join();
  }

  RolloutState rollout(String task) {
    return service
        .client()
        .getRollout(GetRolloutRequest.newBuilder().setTaskId(task).build())
        .getState();
  }
}
