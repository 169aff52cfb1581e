package dev.graft.inference.serve;

import dev.graft.events.Times;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutTrial;
import dev.graft.v1.VersionRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A trial, as a rollout tells it.
 *
 * @param share of the requests that the candidate serves, a fraction; 0 unless in canary
 * @param since when this stage or share began
 */
record OnTrial(
    VersionRef candidate, VersionRef baseline, Phase phase, double share, Instant since) {

  /** Null: nothing is on trial. */
  static @Nullable OnTrial of(RolloutState state) {
    if (!state.hasTrial()) {
      return null;
    }
    var trial = state.getTrial();
    var phase = phase(trial.getStage());
    return new OnTrial(
        Goal.ref(trial.getCandidate()),
        Goal.ref(trial.getBaseline()),
        phase,
        phase == Phase.CANARY ? trial.getShare() : 0,
        Times.instant(trial.getSince()));
  }

  private static Phase phase(RolloutTrial.Stage stage) {
    return switch (stage) {
      case CANARY_STAGE -> Phase.CANARY;
      case WATCH_STAGE -> Phase.WATCH;
      case SHADOW_STAGE, STAGE_UNSPECIFIED, UNRECOGNIZED -> Phase.SHADOW;
    };
  }

  boolean names(VersionRef ref) {
    return candidate.equals(ref) || baseline.equals(ref);
  }
}
