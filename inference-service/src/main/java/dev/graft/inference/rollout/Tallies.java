package dev.graft.inference.rollout;

import dev.graft.events.Times;
import dev.graft.inference.evidence.Terms;
import dev.graft.inference.judge.Event;
import dev.graft.inference.judge.Evidence;
import dev.graft.inference.judge.Trial;
import dev.graft.inference.v1.TrialId;
import dev.graft.inference.v1.TrialTally;
import dev.graft.v1.LogShadow;
import dev.graft.v1.VersionRef;

/** What was counted in a trial, as it is stored and as the judge is told. */
final class Tallies {

  private Tallies() {}

  static TrialId id(Trial trial) {
    return TrialId.newBuilder()
        .setCandidate(trial.candidate().number())
        .setBaseline(trial.baseline().number())
        .setBegan(Times.of(trial.began()))
        .build();
  }

  /** Nothing counted yet; of a forced trial, what stored images say is nothing for good. */
  static TrialTally begun(Trial trial, long cut) {
    var tally = TrialTally.newBuilder().setTrial(id(trial)).setCut(cut);
    return trial.forced()
        ? tally.setLogShadow(LogShadow.getDefaultInstance()).build()
        : tally.build();
  }

  /** What log shadow has looked at is not counted again. */
  static Terms terms(TrialTally tally) {
    return new Terms(
        Times.instant(tally.getTrial().getBegan()),
        Math.max(tally.getCut(), tally.getLogShadow().getSequence()));
  }

  /**
   * Whether log shadow compared the two versions of the trial, and no others of these numbers, and
   * has a say in it.
   */
  static boolean concerns(LogShadow shadow, Trial trial) {
    return !trial.forced()
        && same(shadow.getCandidate(), RolloutStates.ref(trial.candidate()))
        && same(shadow.getBaseline(), RolloutStates.ref(trial.baseline()));
  }

  private static boolean same(VersionRef one, VersionRef other) {
    return one.getVersion() == other.getVersion()
        && one.getBundleDigest().equals(other.getBundleDigest());
  }

  static Event observed(TrialTally tally) {
    var shadow = tally.getLogShadow();
    return new Event.Observed(
        tally.getTrial().getCandidate(),
        tally.getTrial().getBaseline(),
        new Evidence(
            tally.hasLogShadow(),
            TrialStates.pairs(shadow.getValidated()),
            TrialStates.pairs(shadow.getLater()).plus(TrialStates.pairs(tally.getPairs())),
            TrialStates.guards(tally.getGuards())));
  }
}
