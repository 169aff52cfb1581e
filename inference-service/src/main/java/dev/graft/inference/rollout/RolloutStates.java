package dev.graft.inference.rollout;

import dev.graft.events.Times;
import dev.graft.inference.judge.Known;
import dev.graft.inference.judge.Outcome;
import dev.graft.inference.judge.Rollout;
import dev.graft.inference.judge.Told;
import dev.graft.inference.judge.Version;
import dev.graft.v1.CommandOutcome;
import dev.graft.v1.RolloutState;
import dev.graft.v1.VersionRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rollout as it is stored, published and read by people: nothing is lost on the way and back. */
final class RolloutStates {

  private RolloutStates() {}

  static Rollout read(RolloutState state) {
    var stable =
        state.getStableVersion() == 0
            ? null
            : new Version(
                state.getStableVersion(),
                state.getStableBundleDigest(),
                state.getStableSpace(),
                state.getStableClasses());
    var known =
        new Known(
            stable,
            state.hasNewest() ? version(state.getNewest()) : null,
            versions(state.getPreviousList()),
            versions(state.getPublishedList()),
            state.getRefusedVersionsList());
    return new Rollout(
        known,
        state.hasTrial() ? TrialStates.read(state.getTrial()) : null,
        versions(state.getWaitingList()),
        state.getPhase() == RolloutState.Phase.HELD,
        state.getRolledBack(),
        state.getOutcomesList().stream()
            .map(each -> new Outcome(each.getCommandId(), each.getRefusedWhy()))
            .toList(),
        new Told(
            state.getWhy(), state.getBy(), Times.instant(state.getSince()), state.getRevision()));
  }

  static RolloutState write(String taskId, Rollout rollout) {
    var known = rollout.known();
    var told = rollout.told();
    var state =
        RolloutState.newBuilder()
            .setTaskId(taskId)
            .setPhase(RolloutState.Phase.valueOf(rollout.phase().name()))
            .setWhy(told.why())
            .setBy(told.by())
            .setSince(Times.of(told.since()))
            .setRevision(told.revision())
            .setRolledBack(rollout.rolledBack())
            .addAllPrevious(refs(known.previous()))
            .addAllPublished(refs(known.published()))
            .addAllRefusedVersions(known.refused())
            .addAllWaiting(refs(rollout.waiting()));
    for (var outcome : rollout.outcomes()) {
      state.addOutcomes(
          CommandOutcome.newBuilder()
              .setCommandId(outcome.commandId())
              .setRefusedWhy(outcome.refusedWhy()));
    }
    stable(state, known.stable());
    if (known.newest() != null) {
      state.setNewest(ref(known.newest()));
    }
    trial(state, rollout);
    return state.build();
  }

  private static void stable(RolloutState.Builder state, @Nullable Version stable) {
    if (stable != null) {
      state
          .setStableVersion(stable.number())
          .setStableBundleDigest(stable.digest())
          .setStableSpace(stable.space())
          .setStableClasses(stable.classes());
    }
  }

  private static void trial(RolloutState.Builder state, Rollout rollout) {
    var trial = rollout.trial();
    if (trial != null) {
      state.setTrial(TrialStates.write(trial));
    }
    var running = rollout.candidacy();
    if (running != null) {
      state
          .setCandidateVersion(running.candidate().number())
          .setCandidateBundleDigest(running.candidate().digest())
          .setCandidateShare(running.share());
    }
  }

  private static List<Version> versions(List<VersionRef> refs) {
    return refs.stream().map(RolloutStates::version).toList();
  }

  private static List<VersionRef> refs(List<Version> versions) {
    return versions.stream().map(RolloutStates::ref).toList();
  }

  static Version version(VersionRef ref) {
    return new Version(ref.getVersion(), ref.getBundleDigest(), ref.getSpace(), ref.getClasses());
  }

  static VersionRef ref(Version version) {
    return VersionRef.newBuilder()
        .setVersion(version.number())
        .setBundleDigest(version.digest())
        .setSpace(version.space())
        .setClasses(version.classes())
        .build();
  }
}
