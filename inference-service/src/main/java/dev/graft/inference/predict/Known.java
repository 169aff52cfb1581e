package dev.graft.inference.predict;

import dev.graft.topics.Keys;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.RolloutState;
import dev.graft.v1.TaskSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the registers know, as live views by their keys.
 *
 * @param tasks by task
 * @param models by task/version
 * @param rollouts by task
 */
public record Known(
    Map<String, TaskSpec> tasks,
    Map<String, ModelPublished> models,
    Map<String, RolloutState> rollouts) {

  /** A task that is there; else a refusal. */
  public TaskSpec task(String taskId) {
    var spec = tasks.get(taskId);
    if (spec == null) {
      throw Refusal.notFound(
          taskId.isEmpty()
              ? "task_id is empty"
              : "there is no task " + taskId + "; create it first");
    }
    if (spec.getDeleted()) {
      throw Refusal.notFound("task " + taskId + " was deleted");
    }
    return spec;
  }

  /** A task that is there or was; else a refusal. */
  TaskSpec taskEvenDeleted(String taskId) {
    var spec = tasks.get(taskId);
    return spec == null ? task(taskId) : spec;
  }

  public Optional<ModelPublished> model(String taskId, long version) {
    return Optional.ofNullable(models.get(Keys.model(taskId, version)));
  }

  /** Newest first. */
  public List<ModelPublished> versions(String taskId) {
    return models.values().stream()
        .filter(model -> model.getTaskId().equals(taskId))
        .sorted(Comparator.comparingLong(ModelPublished::getVersion).reversed())
        .toList();
  }

  RolloutState rollout(String taskId) {
    return Optional.ofNullable(rollouts.get(taskId))
        .orElseGet(
            () ->
                RolloutState.newBuilder()
                    .setTaskId(taskId)
                    .setPhase(RolloutState.Phase.EMPTY)
                    .build());
  }
}
