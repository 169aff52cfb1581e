package dev.graft.inference.rollout;

import dev.graft.inference.judge.Policy;
import dev.graft.inference.judge.Trial;
import dev.graft.inference.v1.JudgedTask;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.TaskSpec;
import java.util.Collections;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What the judge must know of a task beside its rollout: its policy, and its versions' datasets.
 */
final class JudgedTasks {

  private final KeyValueStore<String, JudgedTask> store;

  JudgedTasks(KeyValueStore<String, JudgedTask> store) {
    this.store = store;
  }

  private JudgedTask of(String taskId) {
    var known = store.get(taskId);
    return known == null ? JudgedTask.getDefaultInstance() : known;
  }

  Policy policy(String taskId) {
    return Policies.of(taskId, of(taskId).getPolicy());
  }

  Slowness slowness(String taskId) {
    return Slowness.of(of(taskId).getPolicy().getGuards());
  }

  /** The policy counts from now on. */
  void take(TaskSpec spec) {
    var task = of(spec.getTaskId()).toBuilder();
    store.put(
        spec.getTaskId(), task.setPolicy(spec.getRollout()).setDeleted(spec.getDeleted()).build());
  }

  boolean deleted(String taskId) {
    return of(taskId).getDeleted();
  }

  /** A version that was collected has no dataset any more. */
  void take(ModelPublished model) {
    var task = of(model.getTaskId()).toBuilder();
    if (model.getBundleDigest().isEmpty()) {
      task.removeDatasets(model.getVersion());
    } else {
      task.putDatasets(model.getVersion(), model.getDataset().getSequence());
    }
    store.put(model.getTaskId(), task.build());
  }

  /**
   * The last change of the task's examples that is in a dataset of the two. A version that was
   * published before anybody kept this counts as having all that any version has.
   */
  long cut(String taskId, Trial trial) {
    var datasets = of(taskId).getDatasetsMap();
    var most = datasets.isEmpty() ? Long.MAX_VALUE : Collections.max(datasets.values());
    return Math.max(
        datasets.getOrDefault(trial.candidate().number(), most),
        datasets.getOrDefault(trial.baseline().number(), most));
  }
}
