package dev.graft.inference.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task serves, what is on trial, and why.
 *
 * @param known the versions
 * @param trial null: nothing is on trial, and nothing watched
 * @param waiting released versions whose trial has not begun, the next one first
 * @param held a person holds what serves
 * @param rolledBack the last trial ended with a roll-back, and no other version has begun since
 * @param outcomes of the last commands, newest first; at most 20
 * @param told the last change
 */
public record Rollout(
    Known known,
    @Nullable Trial trial,
    List<Version> waiting,
    boolean held,
    boolean rolledBack,
    List<Outcome> outcomes,
    Told told) {

  /** Of a task of which nothing was heard yet. */
  public static final Rollout EMPTY =
      new Rollout(Known.NOTHING, null, List.of(), false, false, List.of(), Told.NOTHING);

  /** Where a rollout is; see the package's diagram. */
  public enum Phase {
    EMPTY,
    STABLE,
    HELD,
    SHADOW,
    CANARY,
    ROLLED_BACK
  }

  public Rollout {
    waiting = List.copyOf(waiting);
    outcomes = List.copyOf(outcomes);
  }

  public Phase phase() {
    if (held) {
      return Phase.HELD;
    }
    if (trial != null && !trial.watching()) {
      return trial.stage() == Trial.Stage.SHADOW ? Phase.SHADOW : Phase.CANARY;
    }
    if (known.stable() == null) {
      return Phase.EMPTY;
    }
    return rolledBack ? Phase.ROLLED_BACK : Phase.STABLE;
  }

  /** The trial of a version that is not stable yet; null if there is none. */
  public @Nullable Trial candidacy() {
    return trial == null || trial.watching() ? null : trial;
  }

  boolean heard(String commandId) {
    return outcomes.stream().anyMatch(outcome -> outcome.commandId().equals(commandId));
  }

  Rollout with(Known next) {
    return new Rollout(next, trial, waiting, held, rolledBack, outcomes, told);
  }

  Rollout with(@Nullable Trial next) {
    return new Rollout(known, next, waiting, held, rolledBack, outcomes, told);
  }

  Rollout waitingFor(List<Version> next) {
    return new Rollout(known, trial, next, held, rolledBack, outcomes, told);
  }

  Rollout holding(boolean hold) {
    return new Rollout(known, trial, waiting, hold, rolledBack, outcomes, told);
  }

  Rollout rolledBack(boolean back) {
    return new Rollout(known, trial, waiting, held, back, outcomes, told);
  }

  Rollout answering(Outcome outcome) {
    var all = new ArrayList<>(outcomes);
    all.add(0, outcome);
    var kept = all.subList(0, Math.min(Known.REMEMBERED, all.size()));
    return new Rollout(known, trial, waiting, held, rolledBack, kept, told);
  }

  /** The end of every change: it counts up the revision and says why, by whom and when. */
  Rollout because(String why, String by, Instant now) {
    return new Rollout(known, trial, waiting, held, rolledBack, outcomes, told.then(why, by, now));
  }
}
