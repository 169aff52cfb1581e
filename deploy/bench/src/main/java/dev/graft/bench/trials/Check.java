package dev.graft.bench.trials;

import dev.graft.v1.Command;
import dev.graft.v1.RolloutState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * The independent checker: from the logs alone, are a task's history, state, evidence and commands
 * what they must be, and do the replicas serve it? Shares no code with the judge.
 */
final class Check {
  private static final int REPLICAS = 2;

  private final TaskLog log;
  private final List<String> wrong = new ArrayList<>();

  private Check(TaskLog log) {
    this.log = log;
  }

  /**
   * What is wrong, as sentences.
   *
   * @param answered what was ordered of the task
   */
  static List<String> of(TaskLog log, List<Order.Answered> answered) {
    var check = new Check(log);
    if (log.history().isEmpty()) {
      return List.of("nothing was ever decided");
    }
    var course = Course.of(log);
    check.wrong.addAll(course.wrong());
    check.oneState();
    check.evidence();
    check.commands(course);
    check.answers(course, answered);
    check.replicas();
    return List.copyOf(check.wrong);
  }

  static RolloutState state(TaskLog log) {
    return log.history().get(log.history().size() - 1);
  }

  /** graft.rollouts has what the history has, in its order, as far as it is not compacted. */
  private void oneState() {
    var states = log.states();
    if (!log.history().containsAll(states)) {
      wrong.add("graft.rollouts has a state that the history has not");
    }
    for (int i = 1; i < states.size(); i++) {
      if (states.get(i).getRevision() <= states.get(i - 1).getRevision()) {
        wrong.add("graft.rollouts goes back to revision " + states.get(i).getRevision());
      }
    }
    if (states.isEmpty() || !states.get(states.size() - 1).equals(state(log))) {
      wrong.add("graft.rollouts does not end as the history does");
    }
  }

  private void evidence() {
    var state = state(log);
    if (state.hasTrial()) {
      Counted.of(log, state.getTrial(), Instant.MAX)
          .differs(Counted.told(state.getTrial()))
          .ifPresent(wrong::add);
    }
  }

  /** Every command's outcome is told once. */
  private void commands(Course.Found course) {
    for (var command : log.commands()) {
      int times = course.told().getOrDefault(command.getCommandId(), 0);
      if (times != 1) {
        wrong.add(
            "the outcome of command %s (%s) is told %d times"
                .formatted(command.getCommandId(), command.getWhy(), times));
      }
    }
  }

  /** What callers were told is what the history tells. */
  private void answers(Course.Found course, List<Order.Answered> answered) {
    var byWhy = new HashMap<String, Command>();
    for (var command : log.commands()) {
      if (byWhy.put(command.getWhy(), command) != null) {
        wrong.add("one order became two commands: " + command.getWhy());
      }
    }
    for (var each : answered) {
      if (each.carriedOut() || each.refused()) {
        var command = byWhy.get(each.why());
        var done = command == null ? null : course.carriedOut().get(command.getCommandId());
        if (done == null || done != each.carriedOut()) {
          wrong.add("%s was answered, but the history has %s".formatted(each, done));
        }
      }
    }
  }

  private void replicas() {
    var stable = state(log).getStableVersion();
    var replicas = log.replicas();
    if (replicas.size() != REPLICAS
        || replicas.values().stream().anyMatch(each -> each.getServingVersion() != stable)) {
      wrong.add("version " + stable + " is stable, but the replicas say " + replicas.values());
    }
  }
}
