package dev.graft.ingest.task;

import dev.graft.ingest.outcome.Outcome;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.TaskSpec;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The tasks there are. A change is answered only when our own view of the topic has it, so that
 * whoever put a task can use it at once. Changes go one at a time; the last of two replicas that
 * change a task at the same instant wins.
 */
public final class Tasks {
  private final TaskTopic topic;
  private final TaskRules rules;
  private final BackboneRef defaultBackbone;
  private final Clock clock;

  /**
   * Tasks over a topic.
   *
   * @param weightsExist whether the store has weights of this digest
   * @param defaultBackbone of new tasks that name none
   */
  public Tasks(
      TaskTopic topic, Predicate<String> weightsExist, BackboneRef defaultBackbone, Clock clock) {
    this.topic = topic;
    this.rules = new TaskRules(weightsExist);
    this.defaultBackbone = defaultBackbone;
    this.clock = clock;
  }

  /** Creates or changes a task. */
  public synchronized Outcome<PutTask> put(TaskSpec wished, long expectedRevision) {
    var present = topic.get(wished.getTaskId());
    return rules
        .check(withBackbone(wished, present))
        .then(task -> TaskChange.put(present, task, expectedRevision, clock.instant()))
        .then(
            put -> {
              if (put.changed()) {
                topic.announce(put.task());
              }
              return Outcome.taken(put);
            });
  }

  public synchronized Outcome<TaskSpec> delete(String taskId) {
    return TaskChange.delete(topic.get(taskId), taskId, clock.instant())
        .then(
            task -> {
              topic.announce(task);
              return Outcome.taken(task);
            });
  }

  /** A live task. */
  public Optional<TaskSpec> live(String taskId) {
    return topic.get(taskId).filter(task -> !task.getDeleted());
  }

  public Outcome<TaskSpec> get(String taskId) {
    return live(taskId).map(Outcome::taken).orElseGet(() -> TaskChange.unknown(taskId));
  }

  /** The live tasks, by id. */
  public List<TaskSpec> list() {
    return topic.all().stream()
        .filter(task -> !task.getDeleted())
        .sorted(Comparator.comparing(TaskSpec::getTaskId))
        .toList();
  }

  /** A task keeps its backbone when a change names none. */
  private TaskSpec withBackbone(TaskSpec wished, Optional<TaskSpec> present) {
    if (wished.hasBackbone()) {
      return wished;
    }
    var backbone = present.map(TaskSpec::getBackbone).orElse(defaultBackbone);
    return wished.toBuilder().setBackbone(backbone).build();
  }
}
