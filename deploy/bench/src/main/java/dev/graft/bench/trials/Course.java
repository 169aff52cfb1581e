package dev.graft.bench.trials;

import dev.graft.bench.trials.Law.Move;
import dev.graft.events.Times;
import dev.graft.v1.Command;
import dev.graft.v1.CommandOutcome;
import dev.graft.v1.RolloutState;
import dev.graft.v1.VersionRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task's history, gone through from its beginning: each state must be what the one before, and
 * what the other logs say happened, call for.
 */
final class Course {
  private final TaskLog log;
  private final Law law;
  private final Map<String, Command> commands = new HashMap<>();
  private final Map<String, Integer> told = new HashMap<>(); // how often each command's outcome was
  private final Map<String, Boolean> carriedOut = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();

  private Course(TaskLog log) {
    this.log = log;
    this.law = new Law(log.spec().getRollout());
    log.commands().forEach(command -> commands.put(command.getCommandId(), command));
  }

  /**
   * What was found.
   *
   * @param told how often the history tells what became of each command, by its id
   * @param carriedOut those of which it says so
   */
  record Found(Map<String, Integer> told, Map<String, Boolean> carriedOut, List<String> wrong) {}

  static Found of(TaskLog log) {
    var course = new Course(log);
    var before = RolloutState.getDefaultInstance();
    for (var state : log.history()) {
      course.step(before, state);
      before = state;
    }
    return new Found(course.told, course.carriedOut, course.wrong);
  }

  private void step(RolloutState before, RolloutState after) {
    long next = before.getRevision() + 1;
    if (after.getRevision() != next) {
      wrong.add("revision %d follows %d".formatted(after.getRevision(), before.getRevision()));
    }
    var from = before.getRevision() == 0 ? Place.NOWHERE : Place.of(before);
    var due = due(from, before, after);
    var is = Place.of(after);
    if (!is.equals(due) || after.getPhase() != due.phase()) {
      wrong.add(
          "revision %d (%s) should be %s, but is %s, in %s"
              .formatted(after.getRevision(), after.getWhy(), due, is, after.getPhase()));
    }
  }

  /** Where the task must be, after what happened between the two. */
  private Place due(Place from, RolloutState before, RolloutState after) {
    var fresh = new ArrayList<>(after.getOutcomesList());
    fresh.removeAll(before.getOutcomesList());
    if (fresh.size() > 1) {
      wrong.add("revision %d tells of %d commands".formatted(after.getRevision(), fresh.size()));
    }
    if (!fresh.isEmpty()) {
      return commanded(from, before, fresh.get(0));
    }
    if (!after.getNewest().equals(before.getNewest())) {
      return published(from, after.getNewest());
    }
    return judged(from, before, after);
  }

  private Place commanded(Place from, RolloutState before, CommandOutcome outcome) {
    var id = outcome.getCommandId();
    told.merge(id, 1, Integer::sum);
    carriedOut.put(id, outcome.getRefusedWhy().isEmpty());
    var command = commands.get(id);
    if (command == null) {
      wrong.add("nobody gave the command " + id);
      return from;
    }
    var known = new HashSet<Long>();
    before.getPublishedList().forEach(version -> known.add(version.getVersion()));
    var due = Obedience.of(command, from, before.getNewest().getVersion(), known);
    if (due.isPresent() != outcome.getRefusedWhy().isEmpty()) {
      wrong.add(
          "command %s (%s) should have been %s: %s"
              .formatted(
                  id, command.getWhy(), due.isPresent() ? "carried out" : "refused", outcome));
    }
    return due.orElse(from);
  }

  private Place published(Place from, VersionRef version) {
    if (log.models().stream()
        .noneMatch(
            model ->
                model.getVersion() == version.getVersion()
                    && model.getBundleDigest().equals(version.getBundleDigest()))) {
      wrong.add("nobody published version " + version.getVersion());
    }
    long number = version.getVersion();
    if (from.held()) {
      return from.waitingFor(List.of(number)); // the policy is LATEST
    }
    return from.begun(number); // on trial it takes the candidate's place
  }

  private Place judged(Place from, RolloutState before, RolloutState after) {
    var now = Times.instant(after.getSince());
    if (before.hasTrial()) {
      var seen = seen(before, after).orElseGet(() -> Counted.of(log, before.getTrial(), now));
      var move = law.due(before.getTrial(), seen, from.held(), now);
      if (move.kind() != Move.Kind.STAY) {
        return from.after(move);
      }
    }
    if (from.held() || from.trying() || from.waiting().isEmpty()) {
      return from; // evidence was told
    }
    long next = from.waiting().get(0);
    return from.waitingFor(from.waiting().subList(1, from.waiting().size())).begun(next);
  }

  /** The evidence that the judge went by stands in the state, unless the trial ended. */
  private static Optional<Counted> seen(RolloutState before, RolloutState after) {
    var one = before.getTrial();
    var other = after.getTrial();
    boolean same =
        after.hasTrial()
            && one.getBegan().equals(other.getBegan())
            && one.getCandidate().equals(other.getCandidate());
    return same ? Optional.of(Counted.told(other)) : Optional.empty();
  }
}
