package dev.graft.trainer.settle;

import com.google.protobuf.Timestamp;
import dev.graft.trainer.v1.Assertion;
import dev.graft.trainer.v1.ImageState;
import dev.graft.trainer.v1.TaskLabels;
import dev.graft.v1.LabelFact;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Label events of one image: a set of assertions and a set of withdrawn event ids. The label that
 * counts is the assertion, not withdrawn, with the greatest (event time, event id). When the first
 * of all was recorded stays known.
 */
final class Labels {
  private static final Comparator<Assertion> BY_TIME =
      (a, b) -> Times.compare(a.getEventTime(), b.getEventTime());
  private static final Comparator<Assertion> LATEST = BY_TIME.thenComparing(Assertion::getEventId);
  // One event id, two statements: publishers shouldn't, but the outcome must not hang on order.
  private static final Comparator<Assertion> SAME_ID =
      BY_TIME.thenComparing(Assertion::getClassName);

  private Labels() {}

  static Optional<Assertion> current(ImageState state, String taskId) {
    return state.getTasksList().stream()
        .filter(task -> task.getTaskId().equals(taskId))
        .flatMap(task -> task.getAssertionsList().stream())
        .max(LATEST);
  }

  static ImageState merge(ImageState state, LabelFact fact, Instant recorded) {
    var tasks = new TreeMap<String, TaskLabels>();
    state.getTasksList().forEach(task -> tasks.put(task.getTaskId(), task));
    tasks.compute(
        fact.getTaskId(),
        (id, known) ->
            merge(
                known == null ? TaskLabels.newBuilder().setTaskId(id).build() : known,
                fact,
                recorded));
    return state.toBuilder().clearTasks().addAllTasks(tasks.values()).build();
  }

  private static TaskLabels merge(TaskLabels labels, LabelFact fact, Instant recorded) {
    var retracted = new TreeSet<>(labels.getRetractedList());
    var assertions = new TreeMap<String, Assertion>();
    labels.getAssertionsList().forEach(known -> assertions.put(known.getEventId(), known));
    if (fact.hasRetracted()) {
      retracted.add(fact.getRetracted().getEventId());
    } else {
      Assertion said = assertion(fact, recorded);
      assertions.merge(said.getEventId(), said, (a, b) -> SAME_ID.compare(a, b) >= 0 ? a : b);
    }
    assertions.keySet().removeAll(retracted);
    return firstAsserted(labels, fact, recorded)
        .clearAssertions()
        .addAllAssertions(assertions.values())
        .clearRetracted()
        .addAllRetracted(retracted)
        .build();
  }

  /** The record's own time and not the event's, which is whatever its publisher says. */
  private static TaskLabels.Builder firstAsserted(
      TaskLabels labels, LabelFact fact, Instant recorded) {
    var time = Times.of(recorded);
    boolean earlier =
        fact.hasAsserted()
            && (!labels.hasFirstAsserted() || Times.compare(time, labels.getFirstAsserted()) < 0);
    return earlier ? labels.toBuilder().setFirstAsserted(time) : labels.toBuilder();
  }

  /** Empty where nobody has labelled it, or where that was not noted down. */
  static Optional<Timestamp> firstAsserted(ImageState state, String taskId) {
    return state.getTasksList().stream()
        .filter(task -> task.getTaskId().equals(taskId) && task.hasFirstAsserted())
        .map(TaskLabels::getFirstAsserted)
        .findFirst();
  }

  private static Assertion assertion(LabelFact fact, Instant recorded) {
    return Assertion.newBuilder()
        .setEventId(fact.getEventId())
        .setEventTime(Times.orElse(fact.hasEventTime(), fact.getEventTime(), recorded))
        .setClassName(fact.getAsserted().getClassName())
        .build();
  }
}
