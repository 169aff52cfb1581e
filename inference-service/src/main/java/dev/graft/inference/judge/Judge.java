package dev.graft.inference.judge;

import java.time.Instant;

/**
 * Says what a task serves next. Knows nothing of Kafka, clocks, messages or models: the same
 * arguments always give the same rollout, and an event that changes nothing gives the very rollout
 * it was given. Each call makes one change at most, so that a history of its answers misses
 * nothing; after a change, tick until nothing changes.
 *
 * <p>More of the same evidence changes nothing, see {@code News}: whoever has evidence tells all of
 * it again with the passing of time, instead of a mere tick.
 *
 * <p>A version that a replica refused is never made stable again; if it was stable, the most
 * recently stable good one is.
 */
public final class Judge {

  private Judge() {}

  /** The rollout after the event; the same object when the event changes nothing. */
  public static Rollout next(Rollout rollout, Event event, Policy policy, Instant now) {
    if (event instanceof Event.Published published) {
      return Releases.published(rollout, published, policy, now);
    }
    if (event instanceof Event.Withdrawn withdrawn) {
      return Losses.withdrawn(rollout, withdrawn.version(), now);
    }
    if (event instanceof Event.Refused refused) {
      return Losses.refused(rollout, refused, now);
    }
    if (event instanceof Event.Commanded commanded) {
      var command = commanded.command();
      return rollout.heard(command.id()) ? rollout : Orders.carryOut(rollout, command, policy, now);
    }
    if (event instanceof Event.Observed observed) {
      return observed(rollout, observed, policy, now);
    }
    if (event instanceof Event.Deleted) {
      return Losses.deleted(rollout, now);
    }
    return ticked(rollout, policy, now);
  }

  private static Rollout observed(
      Rollout rollout, Event.Observed observed, Policy policy, Instant now) {
    var trial = rollout.trial();
    if (trial == null || !trial.between(observed.candidate(), observed.baseline())) {
      return rollout; // of a trial that is over
    }
    if (trial.evidence().equals(observed.evidence())) {
      return ticked(rollout, policy, now);
    }
    var next = trial.with(observed.evidence());
    var verdict = verdict(rollout, next, policy, now);
    if (!(verdict instanceof Verdict.Wait)) {
      return apply(rollout, next, verdict, now);
    }
    return News.of(trial.evidence(), next.evidence(), policy, rollout.told(), now)
        ? rollout.with(next).because(about(next, verdict), "the judge", now)
        : Releases.nextWaiting(rollout, policy, now);
  }

  private static Rollout ticked(Rollout rollout, Policy policy, Instant now) {
    var trial = rollout.trial();
    if (trial != null) {
      var verdict = verdict(rollout, trial, policy, now);
      if (!(verdict instanceof Verdict.Wait)) {
        return apply(rollout, trial, verdict, now);
      }
    }
    return Releases.nextWaiting(rollout, policy, now);
  }

  private static Verdict verdict(Rollout rollout, Trial trial, Policy policy, Instant now) {
    var awaited = !rollout.waiting().isEmpty();
    return TrialRules.judge(policy, trial, rollout.held(), awaited, now);
  }

  private static Rollout apply(Rollout rollout, Trial trial, Verdict verdict, Instant now) {
    if (verdict instanceof Verdict.Widen widen) {
      return told(rollout.with(trial.widened(widen.share(), now)), trial, verdict, now);
    }
    if (verdict instanceof Verdict.Promote) {
      var served = rollout.with(rollout.known().succeededBy(trial.candidate()));
      return told(served.with(trial.watched(now)), trial, verdict, now);
    }
    if (verdict instanceof Verdict.RollBack) {
      var known = rollout.known();
      var back = trial.watching() ? known.succeededBy(trial.baseline()) : known;
      return told(rollout.with(back).with((Trial) null).rolledBack(true), trial, verdict, now);
    }
    return told(rollout.with((Trial) null), trial, verdict, now); // confirmed, or gave way
  }

  private static Rollout told(Rollout rollout, Trial trial, Verdict verdict, Instant now) {
    return rollout.because(about(trial, verdict), "the judge", now);
  }

  private static String about(Trial trial, Verdict verdict) {
    var candidate = trial.candidate();
    if (verdict instanceof Verdict.Widen widen) {
      return "%s serves %s %% now: %s".formatted(candidate, percent(widen.share()), verdict.why());
    }
    if (verdict instanceof Verdict.Promote) {
      return "%s was promoted: %s".formatted(candidate, verdict.why());
    }
    if (verdict instanceof Verdict.RollBack) {
      return "%s was rolled back to %s: %s".formatted(candidate, trial.baseline(), verdict.why());
    }
    if (verdict instanceof Verdict.GiveWay) {
      return "%s gave way: %s".formatted(candidate, verdict.why());
    }
    return candidate + ": " + verdict.why();
  }

  private static String percent(double share) {
    return new java.math.BigDecimal(String.valueOf(share))
        .movePointRight(2)
        .stripTrailingZeros()
        .toPlainString();
  }
}
