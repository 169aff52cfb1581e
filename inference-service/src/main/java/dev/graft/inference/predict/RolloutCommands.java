package dev.graft.inference.predict;

import com.google.protobuf.Message;
import dev.graft.inference.rollout.Commands;
import dev.graft.inference.serve.Swapper;
import dev.graft.v1.AbortCommand;
import dev.graft.v1.AbortRequest;
import dev.graft.v1.Command;
import dev.graft.v1.CommandOutcome;
import dev.graft.v1.PauseCommand;
import dev.graft.v1.PauseRequest;
import dev.graft.v1.PromoteCommand;
import dev.graft.v1.PromoteRequest;
import dev.graft.v1.ResumeCommand;
import dev.graft.v1.ResumeRequest;
import dev.graft.v1.RollBackCommand;
import dev.graft.v1.RollBackRequest;
import dev.graft.v1.RolloutState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What people want done with a task, taken to the judge, and what became of it. */
final class RolloutCommands {

  private static final Duration LONGEST_FLIP = Duration.ofSeconds(5);

  private final Known known;
  private final Swapper swapper;
  private final Commands commands;

  RolloutCommands(Known known, Swapper swapper, Commands commands) {
    this.known = known;
    this.swapper = swapper;
    this.commands = commands;
  }

  CompletableFuture<RolloutState> rollBack(RollBackRequest request, Duration patience) {
    var order = RollBackCommand.newBuilder().setToVersion(request.getToVersion());
    return carriedOut(asked(request).setRollBack(order), patience);
  }

  CompletableFuture<RolloutState> promote(PromoteRequest request, Duration patience) {
    var order =
        PromoteCommand.newBuilder()
            .setVersion(request.getVersion())
            .setToCanary(request.getToCanary());
    return carriedOut(asked(request).setPromote(order), patience);
  }

  CompletableFuture<RolloutState> abort(AbortRequest request, Duration patience) {
    return carriedOut(asked(request).setAbort(AbortCommand.getDefaultInstance()), patience);
  }

  CompletableFuture<RolloutState> pause(PauseRequest request, Duration patience) {
    return carriedOut(asked(request).setPause(PauseCommand.getDefaultInstance()), patience);
  }

  CompletableFuture<RolloutState> resume(ResumeRequest request, Duration patience) {
    return carriedOut(asked(request).setResume(ResumeCommand.getDefaultInstance()), patience);
  }

  /**
   * Who asks, why, of which task, and what they expect: every request calls these as a command
   * does.
   */
  private static Command.Builder asked(Message request) {
    var command = Command.newBuilder();
    request
        .getAllFields()
        .forEach(
            (field, value) -> {
              var same = Command.getDescriptor().findFieldByName(field.getName());
              if (same != null) {
                command.setField(same, value);
              }
            });
    return command;
  }

  /**
   * Answers when the judge has spoken and, if it can soon, this replica serves what was asked for.
   */
  private CompletableFuture<RolloutState> carriedOut(Command.Builder command, Duration patience) {
    known.task(command.getTaskId());
    var sent = commands.send(command);
    return sent.outcome()
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(fault -> unanswered(sent.commandId(), fault))
        .thenApply(state -> granted(state, sent.commandId()))
        .thenCompose(
            state ->
                swapper
                    .serving(state.getTaskId(), state.getStableVersion())
                    .completeOnTimeout(null, LONGEST_FLIP.toMillis(), TimeUnit.MILLISECONDS)
                    .thenApply(flipped -> state));
  }

  private static RolloutState unanswered(String commandId, Throwable fault) {
    if (fault instanceof TimeoutException) {
      throw Refusal.late(
          "command "
              + commandId
              + " was taken down, but the judge has not answered yet; GetRollout will tell");
    }
    throw Refusal.unavailable("the command could not be taken down: " + fault.getMessage());
  }

  private static RolloutState granted(RolloutState state, String commandId) {
    for (CommandOutcome outcome : state.getOutcomesList()) {
      if (outcome.getCommandId().equals(commandId) && !outcome.getRefusedWhy().isEmpty()) {
        throw Refusal.precondition(outcome.getRefusedWhy(), state);
      }
    }
    return state;
  }
}
