package dev.graft.bench.trials;

import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutTrial;

/** Where a trial is when something is killed. */
enum Phase {
  LOG_SHADOW("log shadow"),
  SHADOW("shadow"),
  CANARY_1("canary 1 %"),
  CANARY_10("canary 10 %"),
  CANARY_50("canary 50 %"),
  WATCH("under watch"),
  ROLLED_BACK("rolled back"),
  PAUSED("paused");

  private final String title;

  Phase(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Whether the task is there. */
  boolean holds(RolloutState state) {
    var trial = state.getTrial();
    return switch (this) {
      case LOG_SHADOW -> state.getPhase() == RolloutState.Phase.SHADOW && !trial.getLogShadowDone();
      case SHADOW -> state.getPhase() == RolloutState.Phase.SHADOW && trial.getLogShadowDone();
      case CANARY_1 -> serves(state, 0.01);
      case CANARY_10 -> serves(state, 0.1);
      case CANARY_50 -> serves(state, 0.5);
      case WATCH ->
          state.getPhase() == RolloutState.Phase.STABLE
              && trial.getStage() == RolloutTrial.Stage.WATCH_STAGE;
      case ROLLED_BACK -> state.getPhase() == RolloutState.Phase.ROLLED_BACK;
      case PAUSED -> state.getPhase() == RolloutState.Phase.HELD;
    };
  }

  private static boolean serves(RolloutState state, double share) {
    return state.getPhase() == RolloutState.Phase.CANARY && state.getCandidateShare() == share;
  }

  /** What is ordered at the moment of the kill. */
  Order inFlight() {
    return this == PAUSED ? Order.RESUME : Order.PAUSE;
  }

  /** What ends it, after all was checked. */
  Order last() {
    return switch (this) {
      case LOG_SHADOW, CANARY_10, ROLLED_BACK, PAUSED -> Order.PROMOTE;
      case SHADOW, CANARY_1 -> Order.ABORT;
      case CANARY_50, WATCH -> Order.ROLL_BACK;
    };
  }
}
