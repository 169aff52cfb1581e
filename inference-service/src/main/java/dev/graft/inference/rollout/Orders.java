package dev.graft.inference.rollout;

import dev.graft.v1.Command;
import dev.graft.v1.CommandOutcome;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutState.Phase;
import dev.graft.v1.VersionRef;
import java.time.Instant;
import java.util.Optional;

/**
 * What people and programs may order, and when not; either way the outcome is written into the
 * state.
 */
final class Orders {

  private Orders() {}

  private sealed interface Ruling {
    record Serve(VersionRef version, Phase phase, String why) implements Ruling {}

    record Hold(String why) implements Ruling {}

    record Refuse(String why) implements Ruling {}
  }

  static RolloutState carryOut(RolloutState state, Command command, Instant now) {
    var ruling = mismatch(state, command).orElseGet(() -> rule(state, command));
    if (ruling instanceof Ruling.Serve serve) {
      var next = outcome(state, command, "");
      return Change.serve(
          next, serve.version(), serve.phase(), said(serve.why(), command), by(command), now);
    }
    if (ruling instanceof Ruling.Hold hold) {
      return Change.to(
          outcome(state, command, ""), Phase.HELD, said(hold.why(), command), by(command), now);
    }
    var why = ((Ruling.Refuse) ruling).why();
    var refused = "refused a command: " + why;
    return Change.to(
        outcome(state, command, why), state.getPhase(), said(refused, command), by(command), now);
  }

  private static Optional<Ruling> mismatch(RolloutState state, Command command) {
    var expected = command.getExpectedStable();
    if (expected == 0 || expected == state.getStableVersion()) {
      return Optional.empty();
    }
    return Optional.of(
        new Ruling.Refuse(
            "the command expected version "
                + expected
                + " to be stable, but it is "
                + name(state.getStableVersion())));
  }

  private static Ruling rule(RolloutState state, Command command) {
    return switch (command.getCommandCase()) {
      case ROLL_BACK -> rollBack(new Versions(state), command.getRollBack().getToVersion());
      case PROMOTE -> promote(new Versions(state), command.getPromote().getVersion());
      default -> new Ruling.Hold("paused at " + name(state.getStableVersion()));
    };
  }

  private static Ruling rollBack(Versions versions, long to) {
    var stable = versions.state().getStableVersion();
    var target = to == 0 ? versions.before() : versions.find(to);
    if (target.isEmpty()) {
      return to == 0
          ? new Ruling.Refuse(
              stable == 0
                  ? "the task serves no version"
                  : "no version was stable before " + name(stable))
          : new Ruling.Refuse("version " + to + " is not known, or no longer kept");
    }
    var version = target.get().getVersion();
    if (version >= stable) {
      return new Ruling.Refuse(
          "version "
              + version
              + " is not earlier than the stable "
              + name(stable)
              + "; promote it instead");
    }
    return serve(
        versions,
        target.get(),
        Phase.HELD,
        "rolled back from " + stable + " to version " + version);
  }

  private static Ruling promote(Versions versions, long wanted) {
    var target =
        wanted == 0
            ? versions.find(versions.state().getNewest().getVersion())
            : versions.find(wanted);
    if (target.isEmpty()) {
      return new Ruling.Refuse(
          wanted == 0
              ? "no version was published yet"
              : "version " + wanted + " is not known, or no longer kept");
    }
    return serve(
        versions, target.get(), Phase.STABLE, "promoted version " + target.get().getVersion());
  }

  private static Ruling serve(Versions versions, VersionRef version, Phase phase, String why) {
    return versions.refused(version.getVersion())
        ? new Ruling.Refuse(
            "version " + version.getVersion() + " was refused by a replica: it fails its checks")
        : new Ruling.Serve(version, phase, why);
  }

  private static RolloutState.Builder outcome(
      RolloutState state, Command command, String refusedWhy) {
    var outcome =
        CommandOutcome.newBuilder()
            .setCommandId(command.getCommandId())
            .setRefusedWhy(refusedWhy)
            .build();
    var kept = state.getOutcomesList().stream().limit(Versions.REMEMBERED - 1L).toList();
    return state.toBuilder().clearOutcomes().addOutcomes(outcome).addAllOutcomes(kept);
  }

  private static String said(String what, Command command) {
    return command.getWhy().isEmpty() ? what : what + " (" + command.getWhy() + ")";
  }

  private static String by(Command command) {
    return command.getBy().isEmpty() ? "unknown" : command.getBy();
  }

  private static String name(long version) {
    return version == 0 ? "none" : "version " + version;
  }
}
