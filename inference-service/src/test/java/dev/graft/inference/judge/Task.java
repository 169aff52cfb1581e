package dev.graft.inference.judge;

import dev.graft.inference.evidence.Pairs;
import dev.graft.inference.evidence.SequentialTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A task's rollout as a story: each call is one event, an hour after the last unless told
 * otherwise.
 */
final class Task {

  static final Evidence NOTHING_YET = evidence(Pairs.NONE);
  static final Evidence GOOD = evidence(new Pairs(60, 10, 930));
  static final Evidence BAD = evidence(new Pairs(10, 60, 930));

  private static final Duration NEVER = Duration.ofDays(365);

  private final Policy policy;
  private final List<Rollout> history = new ArrayList<>();
  private Rollout rollout = Rollout.EMPTY;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int commands;

  Task(Policy policy) {
    this.policy = policy;
  }

  /** Heads serve at once, changes go by a plan, and log shadow is waited for, however long. */
  static Task of(Plan change, Policy.Overlap overlap) {
    return of(change, overlap, Duration.ofHours(1));
  }

  static Task of(Plan change, Policy.Overlap overlap, Duration restless) {
    return of(change, overlap, restless, NEVER);
  }

  static Task waitingForLogShadow(Duration time) {
    return of(Plan.CANARY, Policy.Overlap.LATEST, Duration.ofHours(1), time);
  }

  private static Task of(
      Plan change, Policy.Overlap overlap, Duration restless, Duration logShadowWait) {
    return new Task(
        new Policy(
            Plan.DIRECT,
            change,
            overlap,
            SequentialTest.DEFAULT,
            GuardLimits.DEFAULT,
            Duration.ofDays(7),
            Duration.ofDays(7),
            restless,
            logShadowWait));
  }

  Rollout rollout() {
    return rollout;
  }

  /** Every change there was, as graft.rollout-history would have it. */
  List<Rollout> history() {
    return history;
  }

  Task after(Duration time) {
    now = now.plus(time);
    return settled();
  }

  Task on(Event event) {
    now = now.plus(Duration.ofHours(1));
    move(Judge.next(rollout, event, policy, now));
    return settled();
  }

  private Task settled() {
    for (var steps = 0; move(Judge.next(rollout, new Event.Ticked(), policy, now)); steps++) {
      if (steps > 100) {
        throw new AssertionError("never comes to rest: " + rollout);
      }
    }
    return this;
  }

  private boolean move(Rollout next) {
    if (next == rollout) {
      return false;
    }
    rollout = next;
    history.add(next);
    return true;
  }

  Task released(long version) {
    return on(new Event.Published(version(version, "space"), true));
  }

  /** With embeddings of its own. */
  Task releasedTail(long version) {
    return on(new Event.Published(version(version, "space-" + version), true));
  }

  /** Of whatever is on trial or watched now. */
  Task seen(Evidence evidence) {
    var trial = rollout.trial();
    return trial == null
        ? on(new Event.Ticked())
        : on(new Event.Observed(trial.candidate().number(), trial.baseline().number(), evidence));
  }

  Task told(Command.Order order) {
    return told(order, Command.Expected.ANYTHING);
  }

  Task told(Command.Order order, Command.Expected expected) {
    commands++;
    return on(new Event.Commanded(new Command("c" + commands, "ann", "", expected, order)));
  }

  Task refused(long version) {
    return on(
        new Event.Refused(
            "r1", List.of(new Event.Refusal(version, "digest-" + version, "flipped byte"))));
  }

  /** Phase, share in percent, stable and candidate, in a line. */
  String line() {
    var trial = rollout.candidacy();
    var known = rollout.known();
    return rollout.phase()
        + " "
        + known.stableNumber()
        + (trial == null
            ? ""
            : " candidate %d at %.0f %%"
                .formatted(trial.candidate().number(), 100 * trial.share()));
  }

  String refusal() {
    return rollout.outcomes().get(0).refusedWhy();
  }

  static Version version(long number, String space) {
    return new Version(number, "digest-" + number, space, "cat,dog");
  }

  static Evidence same(long pairs) {
    return pairs(0, 0, pairs);
  }

  static Evidence pairs(long better, long worse, long same) {
    return evidence(new Pairs(better, worse, same));
  }

  static Evidence guarded(Guards guards) {
    return new Evidence(true, Pairs.NONE, Pairs.NONE, guards);
  }

  private static Evidence evidence(Pairs live) {
    return new Evidence(true, Pairs.NONE, live, Guards.NONE);
  }
}
