package dev.graft.bench.trials;

import dev.graft.bench.trials.Law.Move;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutTrial.Stage;
import dev.graft.v1.VersionRef;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a task stands: all of its state that decides what comes next, but for evidence and times.
 *
 * @param stable 0: no version yet
 * @param candidate of the trial, the watched version too; 0: there is none
 * @param share that the candidate serves
 * @param previous versions that were stable, the last one first
 */
record Place(
    long stable,
    long candidate,
    long baseline,
    Stage stage,
    double share,
    boolean held,
    boolean rolledBack,
    List<Long> waiting,
    List<Long> previous) {
  private static final int REMEMBERED = 20;

  static final Place NOWHERE =
      new Place(0, 0, 0, Stage.STAGE_UNSPECIFIED, 0, false, false, List.of(), List.of());

  static Place of(RolloutState state) {
    var trial = state.getTrial();
    return new Place(
        state.getStableVersion(),
        trial.getCandidate().getVersion(),
        trial.getBaseline().getVersion(),
        trial.getStage(),
        trial.getShare(),
        state.getPhase() == RolloutState.Phase.HELD,
        state.getRolledBack(),
        numbers(state.getWaitingList()),
        numbers(state.getPreviousList()));
  }

  private static List<Long> numbers(List<VersionRef> versions) {
    return versions.stream().map(VersionRef::getVersion).toList();
  }

  /** A version that is not stable yet is on trial. */
  boolean trying() {
    return candidate != 0 && stage != Stage.WATCH_STAGE;
  }

  /** The version on trial; 0: none. */
  long onTrial() {
    return trying() ? candidate : 0;
  }

  RolloutState.Phase phase() {
    if (held) {
      return RolloutState.Phase.HELD;
    }
    if (trying()) {
      return stage == Stage.CANARY_STAGE ? RolloutState.Phase.CANARY : RolloutState.Phase.SHADOW;
    }
    if (stable == 0) {
      return RolloutState.Phase.EMPTY;
    }
    return rolledBack ? RolloutState.Phase.ROLLED_BACK : RolloutState.Phase.STABLE;
  }

  Place holding(boolean hold) {
    return new Place(
        stable, candidate, baseline, stage, share, hold, rolledBack, waiting, previous);
  }

  private Place back(boolean back) {
    return new Place(stable, candidate, baseline, stage, share, held, back, waiting, previous);
  }

  Place waitingFor(List<Long> next) {
    return new Place(stable, candidate, baseline, stage, share, held, rolledBack, next, previous);
  }

  private Place trial(long version, long other, Stage at, double serving) {
    return new Place(stable, version, other, at, serving, held, rolledBack, waiting, previous);
  }

  private Place untried() {
    return trial(0, 0, Stage.STAGE_UNSPECIFIED, 0);
  }

  private Place serving(long version) {
    var past = new ArrayList<>(previous);
    past.remove(version);
    if (stable != 0 && stable != version) {
      past.add(0, stable);
    }
    var kept = past.subList(0, Math.min(REMEMBERED, past.size()));
    return new Place(
        version, candidate, baseline, stage, share, held, rolledBack, waiting, List.copyOf(kept));
  }

  /** The trial is over, and not to the candidate's good. */
  Place ended() {
    return untried().back(true);
  }

  /** An earlier version serves, and is held. */
  Place rolledBackTo(long version) {
    return serving(version).ended().holding(true);
  }

  /** The first version serves at once; any other goes on trial. */
  Place begun(long version) {
    return stable == 0
        ? serving(version).back(false)
        : trial(version, stable, Stage.SHADOW_STAGE, 0).back(false);
  }

  /** A person wants this version. */
  Place promoted(long version) {
    var served = serving(version).back(false).holding(false);
    if (trying() && candidate == version) {
      return served.trial(version, baseline, Stage.WATCH_STAGE, 0);
    }
    var alone = served.waitingFor(List.of());
    if (stable == 0) {
      return alone.untried();
    }
    return version == stable ? alone : alone.trial(version, stable, Stage.WATCH_STAGE, 0);
  }

  Place after(Move move) {
    return switch (move.kind()) {
      case STAY -> this;
      case WIDEN -> trial(candidate, baseline, Stage.CANARY_STAGE, move.share());
      case PROMOTE -> serving(candidate).trial(candidate, baseline, Stage.WATCH_STAGE, 0);
      case ROLL_BACK -> trying() ? ended() : serving(baseline).ended();
      case CONFIRM -> untried();
    };
  }
}
