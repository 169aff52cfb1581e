package dev.graft.ingest.task;

import dev.graft.events.Times;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.v1.TaskSpec;
import java.time.Instant;
import java.util.Optional;

/**
 * What a wish does to a task: the next revision of it, or a refusal. Knows no Kafka and no clock.
 */
final class TaskChange {
  private TaskChange() {}

  /**
   * Puts a task.
   *
   * @param present as the register has it, deleted or not
   * @param expectedRevision 0: whatever it is
   */
  static Outcome<PutTask> put(
      Optional<TaskSpec> present, TaskSpec wished, long expectedRevision, Instant now) {
    var live = present.filter(task -> !task.getDeleted());
    var stale = stale(live, wished.getTaskId(), expectedRevision);
    if (stale.isPresent()) {
      return Outcome.refused(Fault.STALE_REVISION, stale.get());
    }
    if (live.isPresent() && content(live.get()).equals(content(wished))) {
      return Outcome.taken(new PutTask(live.get(), false, false));
    }
    return Outcome.taken(new PutTask(next(present, wished, false, now), live.isEmpty(), true));
  }

  /** Deletes a live task; its facts stay. */
  static Outcome<TaskSpec> delete(Optional<TaskSpec> present, String taskId, Instant now) {
    return present
        .filter(task -> !task.getDeleted())
        .map(task -> Outcome.taken(next(present, task, true, now)))
        .orElseGet(() -> unknown(taskId));
  }

  static Outcome<TaskSpec> unknown(String taskId) {
    return Outcome.refused(Fault.UNKNOWN_TASK, "There is no task \"%s\".".formatted(taskId));
  }

  private static Optional<String> stale(Optional<TaskSpec> live, String id, long expected) {
    long revision = live.map(TaskSpec::getRevision).orElse(0L);
    if (expected == 0 || expected == revision) {
      return Optional.empty();
    }
    return Optional.of(
        live.isEmpty()
            ? "There is no task \"%s\" to change; to create it, leave the expected revision out."
                .formatted(id)
            : "Task \"%s\" is at revision %d, not %d; read it again, then change it."
                .formatted(id, revision, expected));
  }

  private static TaskSpec next(
      Optional<TaskSpec> present, TaskSpec wished, boolean deleted, Instant now) {
    return wished.toBuilder()
        .setRevision(present.map(TaskSpec::getRevision).orElse(0L) + 1)
        .setUpdated(Times.of(now))
        .setDeleted(deleted)
        .build();
  }

  private static TaskSpec content(TaskSpec task) {
    return task.toBuilder().clearRevision().clearUpdated().clearDeleted().build();
  }
}
