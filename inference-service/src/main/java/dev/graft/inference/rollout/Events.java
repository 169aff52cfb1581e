package dev.graft.inference.rollout;

import com.google.protobuf.Message;
import dev.graft.inference.judge.Command.Expected;
import dev.graft.inference.judge.Command.Order;
import dev.graft.inference.judge.Event;
import dev.graft.inference.judge.Rollout;
import dev.graft.inference.judge.Version;
import dev.graft.v1.Command;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.PromoteCommand;
import dev.graft.v1.ReplicaState;
import dev.graft.v1.RolloutState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the messages of a task are to the judge. */
final class Events {

  private Events() {}

  /** Empty: it is not for the judge. */
  static Optional<Event> of(Message message) {
    if (message instanceof ModelPublished model) {
      return Optional.of(model(model));
    }
    if (message instanceof Command command) {
      return order(command)
          .map(
              order ->
                  new Event.Commanded(
                      new dev.graft.inference.judge.Command(
                          command.getCommandId(),
                          command.getBy(),
                          command.getWhy(),
                          expected(command),
                          order)));
    }
    return message instanceof ReplicaState replica
        ? Optional.of(refused(replica))
        : Optional.empty();
  }

  private static Event model(ModelPublished model) {
    if (model.getBundleDigest().isEmpty()) {
      return new Event.Withdrawn(model.getVersion());
    }
    var version =
        new Version(
            model.getVersion(),
            model.getBundleDigest(),
            model.getSpace(),
            classes(model.getClassesList()));
    return new Event.Published(version, !model.hasGate() || model.getGate().getReleased());
  }

  private static Optional<Order> order(Command command) {
    return switch (command.getCommandCase()) {
      case ROLL_BACK ->
          Optional.of(
              new dev.graft.inference.judge.Command.RollBack(command.getRollBack().getToVersion()));
      case PROMOTE -> Optional.of(promote(command.getPromote()));
      case PAUSE -> Optional.of(new dev.graft.inference.judge.Command.Pause());
      case RESUME -> Optional.of(new dev.graft.inference.judge.Command.Resume());
      case ABORT -> Optional.of(new dev.graft.inference.judge.Command.Abort());
      case TRAIN, COMMAND_NOT_SET -> Optional.empty(); // the trainer's
    };
  }

  private static Order promote(PromoteCommand command) {
    return command.getToCanary()
        ? new dev.graft.inference.judge.Command.TryOut(command.getVersion())
        : new dev.graft.inference.judge.Command.Promote(command.getVersion());
  }

  private static Expected expected(Command command) {
    return new Expected(
        command.getExpectedStable(),
        command.getExpectedCandidate(),
        phase(command.getExpectedPhase()));
  }

  private static Rollout.@Nullable Phase phase(RolloutState.Phase phase) {
    return switch (phase) {
      case PHASE_UNSPECIFIED, UNRECOGNIZED -> null;
      default -> Rollout.Phase.valueOf(phase.name());
    };
  }

  private static Event refused(ReplicaState replica) {
    return new Event.Refused(
        replica.getReplicaId(),
        replica.getRefusedList().stream()
            .map(
                each -> new Event.Refusal(each.getVersion(), each.getBundleDigest(), each.getWhy()))
            .toList());
  }

  /** A short name of a list of classes; empty for none. */
  private static String classes(List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    try {
      var lines =
          String.join("\n", names).getBytes(StandardCharsets.UTF_8); // names have no line ends
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(lines));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
