package dev.graft.inference.rollout;

import dev.graft.events.Times;
import dev.graft.inference.evidence.Pairs;
import dev.graft.inference.judge.Evidence;
import dev.graft.inference.judge.Guards;
import dev.graft.inference.judge.Trial;
import dev.graft.v1.PairCounts;
import dev.graft.v1.RolloutTrial;
import dev.graft.v1.TrialGuards;

/** A trial and its evidence as they are stored. */
final class TrialStates {

  private TrialStates() {}

  static Trial read(RolloutTrial trial) {
    return new Trial(
        RolloutStates.version(trial.getCandidate()),
        RolloutStates.version(trial.getBaseline()),
        switch (trial.getStage()) {
          case CANARY_STAGE -> Trial.Stage.CANARY;
          case WATCH_STAGE -> Trial.Stage.WATCH;
          default -> Trial.Stage.SHADOW;
        },
        trial.getShare(),
        Times.instant(trial.getSince()),
        Times.instant(trial.getLineSince()),
        Times.instant(trial.getBegan()),
        new Evidence(
            trial.getLogShadowDone(),
            pairs(trial.getValidated()),
            pairs(trial.getLive()),
            guards(trial.getGuards())),
        trial.getForced());
  }

  static RolloutTrial write(Trial trial) {
    var evidence = trial.evidence();
    return RolloutTrial.newBuilder()
        .setCandidate(RolloutStates.ref(trial.candidate()))
        .setBaseline(RolloutStates.ref(trial.baseline()))
        .setStage(
            switch (trial.stage()) {
              case SHADOW -> RolloutTrial.Stage.SHADOW_STAGE;
              case CANARY -> RolloutTrial.Stage.CANARY_STAGE;
              case WATCH -> RolloutTrial.Stage.WATCH_STAGE;
            })
        .setShare(trial.share())
        .setSince(Times.of(trial.since()))
        .setLineSince(Times.of(trial.lineSince()))
        .setBegan(Times.of(trial.began()))
        .setLogShadowDone(evidence.logShadowDone())
        .setValidated(counts(evidence.validated()))
        .setLive(counts(evidence.live()))
        .setGuards(guards(evidence.guards()))
        .setForced(trial.forced())
        .build();
  }

  static Pairs pairs(PairCounts counts) {
    return new Pairs(counts.getBetter(), counts.getWorse(), counts.getSame());
  }

  static PairCounts counts(Pairs pairs) {
    return PairCounts.newBuilder()
        .setBetter(pairs.better())
        .setWorse(pairs.worse())
        .setSame(pairs.same())
        .build();
  }

  static Guards guards(TrialGuards guards) {
    return new Guards(
        guards.getRequests(),
        guards.getFailedAlone(),
        guards.getSlow(),
        guards.getConfidence(),
        guards.getOtherConfidence(),
        guards.getClassesMap(),
        guards.getOtherClassesMap());
  }

  static TrialGuards guards(Guards guards) {
    return TrialGuards.newBuilder()
        .setRequests(guards.requests())
        .setFailedAlone(guards.failedAlone())
        .setSlow(guards.slow())
        .setConfidence(guards.confidence())
        .setOtherConfidence(guards.otherConfidence())
        .putAllClasses(guards.classes())
        .putAllOtherClasses(guards.otherClasses())
        .build();
  }
}
