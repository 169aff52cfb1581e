package dev.graft.inference.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a new version does: serve, go on trial, wait. */
final class Releases {

  private Releases() {}

  static Rollout published(Rollout rollout, Event.Published published, Policy policy, Instant now) {
    var version = published.version();
    var known = rollout.known();
    var noted = known.noting(version);
    if (known.knows(version.number()) || !noted.knows(version.number())) {
      return rollout; // announced twice, or older than all we still remember
    }
    if (version.number() < known.newestNumber()) {
      return noted(rollout.with(noted), version + " arrived late", now); // never serves by itself
    }
    var next = rollout.with(noted.withNewest(version));
    if (known.refuses(version.number())) {
      return noted(next, version + " was refused before", now);
    }
    if (!published.released()) {
      return noted(next, "the gate holds back " + version, now);
    }
    if (rollout.held()) {
      return noted(waits(next, version, policy), version + " waits: the task is held", now);
    }
    return released(next, version, policy, now);
  }

  private static Rollout released(Rollout rollout, Version version, Policy policy, Instant now) {
    var running = rollout.candidacy();
    if (running == null || direct(rollout, version, policy)) {
      return begin(rollout, version, policy, now);
    }
    if (policy.overlap() == Policy.Overlap.LATEST
        && now.isBefore(running.lineSince().plus(policy.restless()))) {
      var stable = rollout.known().mustBeStable();
      return rollout
          .with(Trial.shadow(version, stable, running.lineSince(), now))
          .because(
              "%s took the place of %s on trial".formatted(version, running.candidate()),
              "the gate",
              now);
    }
    return noted(
        waits(rollout, version, policy),
        "%s waits: %s is on trial".formatted(version, running.candidate()),
        now);
  }

  /** Begins with the version that has waited longest; the same object if there is none to begin. */
  static Rollout nextWaiting(Rollout rollout, Policy policy, Instant now) {
    if (rollout.held() || rollout.waiting().isEmpty() || rollout.candidacy() != null) {
      return rollout;
    }
    var next = rollout.waiting().get(0);
    return begin(
        rollout.waitingFor(Known.without(rollout.waiting(), next.number())), next, policy, now);
  }

  private static Rollout begin(Rollout rollout, Version version, Policy policy, Instant now) {
    var stable = rollout.known().stable();
    if (stable == null || direct(rollout, version, policy)) {
      var served = serve(rollout, version, policy, now).rolledBack(false);
      return served.because(version + " was released", "the gate", now);
    }
    return rollout
        .with(Trial.shadow(version, stable, now, now))
        .rolledBack(false)
        .because(
            "%s is on trial against %s, in shadow".formatted(version, stable), "the gate", now);
  }

  private static boolean direct(Rollout rollout, Version version, Policy policy) {
    var stable = rollout.known().stable();
    return stable == null || policy.planFor(version, stable).mode() == Plan.Mode.DIRECT;
  }

  /**
   * The version serves at once, and is watched beside the one that was last found good. A running
   * trial goes on as it is; while releases follow each other quickly the first of them stays the
   * one to compare with, so that small steps down can't add up, until the watch has lasted.
   */
  private static Rollout serve(Rollout rollout, Version version, Policy policy, Instant now) {
    var stable = rollout.known().stable();
    var next = rollout.with(rollout.known().succeededBy(version));
    var trial = rollout.trial();
    if (stable == null || (trial != null && !trial.watching())) {
      return next;
    }
    var goesOn = trial != null && now.isBefore(trial.lineSince().plus(policy.watch()));
    return next.with(
        trial != null && goesOn
            ? Trial.watch(version, trial.baseline(), trial.lineSince(), now)
            : Trial.watch(version, stable, now, now));
  }

  private static Rollout waits(Rollout rollout, Version version, Policy policy) {
    if (policy.overlap() == Policy.Overlap.LATEST) {
      return rollout.waitingFor(List.of(version));
    }
    var all = new ArrayList<>(rollout.waiting());
    all.add(version);
    return rollout.waitingFor(
        all.subList(Math.max(0, all.size() - Known.REMEMBERED), all.size())); // older are collected
  }

  /** What serves stays; something worth knowing was learned. */
  static Rollout noted(Rollout rollout, String why, Instant now) {
    return rollout.because(why, "the judge", now);
  }
}
