package dev.graft.ingest.intake;

import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.v1.LabelFact;
import dev.graft.v1.TaskSpec;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether a label's task and class exist. Doors that can answer refuse; the inbox does not ask,
 * since there the label may come before its task, and waits.
 */
public final class LabelTask {
  private final Function<String, Optional<TaskSpec>> tasks;

  /**
   * Looks up live tasks.
   *
   * @param tasks by id, without deleted ones
   */
  public LabelTask(Function<String, Optional<TaskSpec>> tasks) {
    this.tasks = tasks;
  }

  public Outcome<LabelFact> check(LabelFact fact) {
    return tasks
        .apply(fact.getTaskId())
        .map(task -> knownClass(task, fact))
        .orElseGet(
            () ->
                Outcome.refused(
                    Fault.UNKNOWN_TASK,
                    "There is no task \"%s\"; create it first.".formatted(fact.getTaskId())));
  }

  private static Outcome<LabelFact> knownClass(TaskSpec task, LabelFact fact) {
    var className = fact.getAsserted().getClassName();
    if (fact.hasAsserted() && !task.getClassesList().contains(className)) {
      return Outcome.refused(
          Fault.UNKNOWN_CLASS,
          "Task \"%s\" has no class \"%s\"; it has %s."
              .formatted(task.getTaskId(), className, classes(task)));
    }
    return Outcome.taken(fact);
  }

  private static String classes(TaskSpec task) {
    var shown = String.join(", ", task.getClassesList().stream().limit(20).toList());
    return task.getClassesCount() > 20
        ? shown + ", and %d more".formatted(task.getClassesCount() - 20)
        : shown;
  }
}
