package dev.graft.inference.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import dev.graft.inference.judge.Event;
import dev.graft.inference.judge.Judge;
import dev.graft.inference.judge.Policy;
import dev.graft.inference.judge.Rollout;
import dev.graft.v1.Command;
import dev.graft.v1.GateVerdict;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.PauseCommand;
import dev.graft.v1.PromoteCommand;
import dev.graft.v1.RefusedVersion;
import dev.graft.v1.ReplicaState;
import dev.graft.v1.ResumeCommand;
import dev.graft.v1.RollBackCommand;
import dev.graft.v1.RolloutState;
import dev.graft.v1.VersionRef;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** A task's rollout as a story: each call is one event, one second after the last. */
final class Situation {

  private static final Event TICK = new Event.Ticked();

  /** Every version serves at once. */
  private static final Policy POLICY = Policy.DEFAULT.direct();

  private RolloutState state = RolloutStates.write("pets", Rollout.EMPTY);
  private Rollout rollout = Rollout.EMPTY;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int commands;

  RolloutState state() {
    return state;
  }

  /** What is stored is what the judge said, whole, after every change. */
  Situation on(Message message) {
    now = now.plusSeconds(1);
    for (var event = Events.of(message).orElse(TICK); move(event); event = TICK) {
      assertEquals(rollout, RolloutStates.read(state));
    }
    return this;
  }

  private boolean move(Event event) {
    var next = Judge.next(rollout, event, POLICY, now);
    if (next == rollout) {
      return false;
    }
    rollout = next;
    state = RolloutStates.write("pets", next);
    return true;
  }

  Situation published(long version) {
    return on(model(version).build());
  }

  Situation heldBackByTheGate(long version) {
    var gate = GateVerdict.newBuilder().setReleased(false).setVerdict("worse");
    return on(model(version).setGate(gate).build());
  }

  Situation withdrawn(long version) {
    return on(model(version).clearBundleDigest().build());
  }

  Situation rolledBack(long to) {
    return commanded(
        Command.newBuilder().setRollBack(RollBackCommand.newBuilder().setToVersion(to)));
  }

  Situation promoted(long version) {
    return commanded(
        Command.newBuilder().setPromote(PromoteCommand.newBuilder().setVersion(version)));
  }

  Situation paused() {
    return commanded(Command.newBuilder().setPause(PauseCommand.getDefaultInstance()));
  }

  Situation resumed() {
    return commanded(Command.newBuilder().setResume(ResumeCommand.getDefaultInstance()));
  }

  Situation commanded(Command.Builder command) {
    commands++;
    return on(command.setTaskId("pets").setCommandId("c" + commands).setBy("ann").build());
  }

  Situation refused(long version, String digest) {
    var refusal =
        RefusedVersion.newBuilder()
            .setVersion(version)
            .setBundleDigest(digest)
            .setWhy("flipped byte");
    return on(
        ReplicaState.newBuilder().setReplicaId("r1").setTaskId("pets").addRefused(refusal).build());
  }

  Situation refused(long version) {
    return refused(version, digest(version));
  }

  /** Why the last command was not carried out; empty if it was. */
  String refusal() {
    return state.getOutcomes(0).getRefusedWhy();
  }

  /** One line a person can judge. */
  String line() {
    return "r%d %-6s stable=%d newest=%d previous=%s refused=%s by=%s why=%s"
        .formatted(
            state.getRevision(),
            state.getPhase(),
            state.getStableVersion(),
            state.getNewest().getVersion(),
            numbers(state.getPreviousList()),
            state.getRefusedVersionsList(),
            state.getBy(),
            state.getWhy());
  }

  private static String numbers(List<VersionRef> refs) {
    return refs.stream()
        .map(ref -> Long.toString(ref.getVersion()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  static String digest(long version) {
    return "digest-" + version;
  }

  private static ModelPublished.Builder model(long version) {
    return ModelPublished.newBuilder()
        .setTaskId("pets")
        .setVersion(version)
        .setBundleDigest(digest(version));
  }
}
