package dev.graft.inference.judge;

import dev.graft.inference.evidence.Finding;
import dev.graft.inference.judge.Trial.Stage;
import java.time.Duration;
import java.time.Instant;

/**
 * How far a candidate may go. The same arguments always give the same verdict.
 *
 * <p>A candidate is first scored on stored images (log shadow). If nobody does that in the time
 * that the policy gives, it goes on without, and every later word of it says so: a trainer that is
 * down must not hold a candidate for ever, and the first share is small. The same where there was
 * no image to score it on.
 *
 * <p>The share grows with the evidence. To be stable a candidate needs the whole of the promotion
 * test: capital 1/alpha. Of {@code k} shares the first is free once log shadow is done, and the
 * step beyond share {@code i} needs the {@code i/k}-th power of it: with 1 %, 10 %, 50 % and alpha
 * 5 % capital 2.7, 7.4 and 20. Each is a test of its own: a candidate that is worse by more than
 * the margin gets beyond 1 % with a chance of at most 37 %, beyond 10 % with 14 %, and stable with
 * 5 %.
 */
final class TrialRules {

  private TrialRules() {}

  /**
   * @param held a person holds the task
   * @param awaited another version waits for this trial's end
   */
  static Verdict judge(Policy policy, Trial trial, boolean held, boolean awaited, Instant now) {
    var evidence = trial.evidence();
    var finding = policy.test().of(evidence.all(), evidence.live());
    if (finding instanceof Finding.Worse) {
      return held && trial.watching()
          ? new Verdict.Wait("held by a person, although " + finding.why())
          : new Verdict.RollBack(finding.why());
    }
    var alarm = evidence.guards().alarm(policy.limits(), policy.test());
    if (alarm.isPresent() && !(held && trial.watching())) {
      return new Verdict.RollBack(alarm.get());
    }
    if (trial.watching()) {
      return over(trial.since(), policy.watch(), now)
          ? new Verdict.Confirm("watched for " + policy.watch() + ": " + finding.why())
          : new Verdict.Wait("watched: " + finding.why());
    }
    if (held) {
      return new Verdict.Wait("held by a person: " + finding.why());
    }
    var climb = climb(policy, trial, finding, now);
    return climb instanceof Verdict.Wait && awaited && over(trial.began(), policy.patience(), now)
        ? new Verdict.GiveWay(
            "undecided for " + policy.patience() + ", and another waits: " + climb.why())
        : climb;
  }

  private static Verdict climb(Policy policy, Trial trial, Finding finding, Instant now) {
    var plan = policy.planFor(trial.candidate(), trial.baseline());
    if (plan.mode() == Plan.Mode.DIRECT) {
      return new Verdict.Promote("the task lets it serve directly now");
    }
    var scored = trial.evidence().logShadowDone();
    if (!scored && !over(trial.began(), policy.logShadowWait(), now)) {
      return new Verdict.Wait("log shadow is not done yet");
    }
    var why = finding.why() + unscored(policy, trial);
    var shift = trial.evidence().guards().shift(policy.limits());
    if (shift.isPresent()) {
      return new Verdict.Wait("not widened: " + shift.get() + "; promote or abort");
    }
    var next = plan.above(trial.share());
    var needed = plan.needed(trial.share());
    var has = policy.test().logFor(trial.evidence().live());
    if (needed > 0 && has < needed * policy.test().logNeeded()) {
      return new Verdict.Wait(why);
    }
    if (trial.stage() == Stage.CANARY && !over(trial.since(), plan.soak(), now)) {
      return new Verdict.Wait("soaking: " + why);
    }
    return next.isPresent() ? new Verdict.Widen(next.getAsDouble(), why) : new Verdict.Promote(why);
  }

  /** What a candidate goes on without: a scoring on stored images that came, and found some. */
  private static String unscored(Policy policy, Trial trial) {
    var evidence = trial.evidence();
    if (!evidence.logShadowDone()) {
      return "; not scored on stored images within " + policy.logShadowWait();
    }
    return evidence.all().count() == 0 && !trial.forced()
        ? "; there was no stored image to score it on"
        : "";
  }

  private static boolean over(Instant since, Duration time, Instant now) {
    return !now.isBefore(since.plus(time));
  }
}
