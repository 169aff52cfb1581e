package dev.graft.inference.rollout;

import dev.graft.v1.Command;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.RefusedVersion;
import dev.graft.v1.ReplicaState;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutState.Phase;
import java.time.Instant;

/**
 * Says which version a task serves next. Knows nothing of Kafka, clocks or models: the same
 * arguments always give the same state, and an event that changes nothing gives the very state it
 * was given.
 *
 * <pre>
 *            published                    roll back, pause
 *   EMPTY ──────────────> STABLE ─────────────────────────────> HELD
 *     ^                   │  ^ published: the new one serves     │ published: noted, waits
 *     └───────────────────┘  └───────────────────────────────────┘
 *      a replica refused            promote
 *      the only version
 * </pre>
 *
 * A version that a replica refused is never made stable again; if it was stable, the most recently
 * stable good one is. The policy is DIRECT: what the gate lets through serves at once.
 */
public final class Judge {

  private Judge() {}

  /** The state of a task of which nothing was heard yet. */
  public static RolloutState empty(String taskId) {
    return RolloutState.newBuilder().setTaskId(taskId).setPhase(Phase.EMPTY).build();
  }

  /** The state after the event; the same object when the event changes nothing. */
  public static RolloutState next(RolloutState state, JudgeEvent event, Instant now) {
    if (event instanceof JudgeEvent.Published published) {
      return published(state, published.model(), now);
    }
    if (event instanceof JudgeEvent.Withdrawn withdrawn) {
      return withdrawn(state, withdrawn.version(), now);
    }
    if (event instanceof JudgeEvent.Commanded commanded) {
      return commanded(state, commanded.command(), now);
    }
    return reported(state, ((JudgeEvent.Reported) event).replica(), now);
  }

  private static RolloutState published(RolloutState state, ModelPublished model, Instant now) {
    var history = new Versions(state);
    if (history.knows(model.getVersion())) {
      return state; // announced twice
    }
    var version = Versions.ref(model.getVersion(), model.getBundleDigest());
    var next = state.toBuilder();
    if (!Versions.note(next, version)) {
      return state; // older than all we still remember
    }
    if (version.getVersion() < state.getNewest().getVersion()) {
      return Change.noted(
          next,
          "version " + version.getVersion() + " arrived late",
          now); // known, but never serves by itself
    }
    next.setNewest(version);
    if (history.refused(version.getVersion())) {
      return Change.noted(next, "version " + version.getVersion() + " was refused before", now);
    }
    if (model.hasGate() && !model.getGate().getReleased()) {
      return Change.noted(next, "the gate holds back version " + version.getVersion(), now);
    }
    if (state.getPhase() == Phase.HELD) {
      return Change.noted(
          next, "version " + version.getVersion() + " waits: the task is held", now);
    }
    return Change.serve(
        next,
        version,
        Phase.STABLE,
        "version " + version.getVersion() + " was released",
        "the gate",
        now);
  }

  private static RolloutState withdrawn(RolloutState state, long version, Instant now) {
    if (version == state.getStableVersion() || !new Versions(state).knows(version)) {
      return state; // what serves is never forgotten
    }
    var next = state.toBuilder();
    Versions.forget(next, version);
    return Change.noted(next, "version " + version + " was collected", now);
  }

  private static RolloutState commanded(RolloutState state, Command command, Instant now) {
    var done =
        state.getOutcomesList().stream()
            .anyMatch(o -> o.getCommandId().equals(command.getCommandId()));
    if (done) {
      return state;
    }
    return switch (command.getCommandCase()) {
      case ROLL_BACK, PROMOTE, PAUSE -> Orders.carryOut(state, command, now);
      case TRAIN, COMMAND_NOT_SET -> state; // the trainer's
    };
  }

  private static RolloutState reported(RolloutState state, ReplicaState replica, Instant now) {
    var history = new Versions(state);
    var news =
        replica.getRefusedList().stream()
            .filter(r -> !history.refused(r.getVersion()) && history.means(r))
            .toList();
    if (news.isEmpty()) {
      return state;
    }
    var next = state.toBuilder();
    news.forEach(refused -> Versions.refuse(next, refused.getVersion()));
    var first = news.get(0);
    for (RefusedVersion refused : news) {
      if (refused.getVersion() == state.getStableVersion()) {
        return fallBack(next, refused, replica.getReplicaId(), now);
      }
    }
    return Change.noted(next, why(first, replica.getReplicaId()), now);
  }

  private static RolloutState fallBack(
      RolloutState.Builder next, RefusedVersion refused, String replica, Instant now) {
    var good = new Versions(next.build()).newestGood();
    var phase = next.getPhase();
    var why = why(refused, replica);
    if (good.isPresent()) {
      return Change.serve(
          next,
          good.get(),
          phase,
          "back to version " + good.get().getVersion() + ": " + why,
          replica,
          now);
    }
    next.clearStableVersion().clearStableBundleDigest();
    var left = phase == Phase.HELD ? Phase.HELD : Phase.EMPTY;
    return Change.to(next, left, "no version is left: " + why, replica, now);
  }

  private static String why(RefusedVersion refused, String replica) {
    return "replica "
        + replica
        + " refused version "
        + refused.getVersion()
        + ": "
        + refused.getWhy();
  }
}
