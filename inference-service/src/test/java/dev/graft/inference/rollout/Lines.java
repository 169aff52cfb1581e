package dev.graft.inference.rollout;

import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutTrial;
import dev.graft.v1.VersionRef;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Where a task stands, in a line, by which a state and its model are compared. */
final class Lines {
  private Lines() {}

  static String line(RolloutState state) {
    var trial = state.getTrial();
    return line(
        state.getPhase(),
        state.getStableVersion(),
        state.hasTrial()
            ? trial(
                trial.getCandidate().getVersion(),
                trial.getBaseline().getVersion(),
                trial.getStage(),
                trial.getShare())
            : "no trial",
        state.getRolledBack(),
        numbers(state.getWaitingList()),
        numbers(state.getPreviousList()),
        state.getRefusedVersionsList(),
        state.getNewest().getVersion());
  }

  private static List<Long> numbers(List<VersionRef> refs) {
    return refs.stream().map(VersionRef::getVersion).toList();
  }

  static String trial(long candidate, long baseline, RolloutTrial.Stage stage, double share) {
    return "%d beside %d %s %s".formatted(candidate, baseline, stage, share);
  }

  static String line(
      RolloutState.Phase phase,
      long stable,
      String trial,
      boolean rolledBack,
      List<Long> waiting,
      List<Long> previous,
      Collection<Long> refused,
      long newest) {
    return "%s %d, %s, rolled back %s, waiting %s, before %s, refused %s, newest %d"
        .formatted(
            phase, stable, trial, rolledBack, waiting, previous, new TreeSet<>(refused), newest);
  }
}
