package dev.graft.inference.judge;

import java.time.Instant;

/**
 * A version beside another.
 *
 * @param candidate the version on trial; once it is stable, the one that is watched
 * @param baseline the version that it is compared with, and that serves again if it is worse
 * @param stage how far it is
 * @param share of the requests that it serves in canary, a fraction; else 0
 * @param since when this stage or share began
 * @param lineSince when the first of the versions that replaced each other up to this one began
 * @param began when this candidate's trial began
 * @param evidence of this candidate against this baseline
 * @param forced somebody put the candidate into canary: log shadow has no say
 */
public record Trial(
    Version candidate,
    Version baseline,
    Stage stage,
    double share,
    Instant since,
    Instant lineSince,
    Instant began,
    Evidence evidence,
    boolean forced) {

  /** How far a trial is. */
  public enum Stage {
    SHADOW,
    CANARY,
    WATCH
  }

  static Trial shadow(Version candidate, Version baseline, Instant lineSince, Instant now) {
    return begun(candidate, baseline, Stage.SHADOW, lineSince, now);
  }

  static Trial watch(Version candidate, Version baseline, Instant lineSince, Instant now) {
    return begun(candidate, baseline, Stage.WATCH, lineSince, now);
  }

  private static Trial begun(
      Version candidate, Version baseline, Stage stage, Instant lineSince, Instant now) {
    return new Trial(candidate, baseline, stage, 0, now, lineSince, now, Evidence.NONE, false);
  }

  /** Straight into canary, because somebody wants it. */
  static Trial forced(Version candidate, Version baseline, double share, Instant now) {
    return new Trial(
        candidate, baseline, Stage.CANARY, share, now, now, now, Evidence.NOTHING_STORED, true);
  }

  Trial with(Evidence restated) {
    return new Trial(candidate, baseline, stage, share, since, lineSince, began, restated, forced);
  }

  Trial widened(double wider, Instant now) {
    return at(Stage.CANARY, wider, now, lineSince);
  }

  /** The candidate is stable now; its evidence stays. */
  Trial watched(Instant now) {
    return at(Stage.WATCH, 0, now, now);
  }

  private Trial at(Stage next, double nextShare, Instant now, Instant line) {
    return new Trial(candidate, baseline, next, nextShare, now, line, began, evidence, forced);
  }

  /** The candidate is stable, and the baseline still scored. */
  public boolean watching() {
    return stage == Stage.WATCH;
  }

  boolean between(long candidateNumber, long baselineNumber) {
    return candidate.number() == candidateNumber && baseline.number() == baselineNumber;
  }
}
