package dev.graft.inference.predict;

import dev.graft.inference.rollout.Commands;
import dev.graft.inference.serve.Shelves;
import dev.graft.inference.serve.Swapper;
import dev.graft.v1.Command;
import dev.graft.v1.CommandOutcome;
import dev.graft.v1.GetRolloutResponse;
import dev.graft.v1.ListVersionsResponse;
import dev.graft.v1.PromoteCommand;
import dev.graft.v1.PromoteRequest;
import dev.graft.v1.RollBackCommand;
import dev.graft.v1.RollBackRequest;
import dev.graft.v1.RolloutState;
import dev.graft.v1.VersionInfo;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a task serves, and asking for something else. */
final class RolloutQuestions {

  private static final int USUAL_LIMIT = 20;
  private static final Duration LONGEST_FLIP = Duration.ofSeconds(5);

  private final Known known;
  private final Shelves shelves;
  private final Swapper swapper;
  private final Commands commands;

  RolloutQuestions(Known known, Shelves shelves, Swapper swapper, Commands commands) {
    this.known = known;
    this.shelves = shelves;
    this.swapper = swapper;
    this.commands = commands;
  }

  ListVersionsResponse versions(String taskId, int limit) {
    known.task(taskId);
    if (limit < 0) {
      throw Refusal.invalid("limit must not be negative");
    }
    var stable = known.rollout(taskId).getStableVersion();
    var resident = shelves.versions(taskId);
    var infos =
        known.versions(taskId).stream()
            .limit(limit == 0 ? USUAL_LIMIT : limit)
            .map(
                model ->
                    VersionInfo.newBuilder()
                        .setModel(model)
                        .setStable(model.getVersion() == stable)
                        .setResident(resident.contains(model.getVersion()))
                        .build())
            .toList();
    return ListVersionsResponse.newBuilder().addAllVersions(infos).build();
  }

  GetRolloutResponse rollout(String taskId) {
    known.task(taskId);
    return GetRolloutResponse.newBuilder()
        .setState(known.rollout(taskId))
        .setReplica(swapper.replica(taskId))
        .build();
  }

  CompletableFuture<RolloutState> rollBack(RollBackRequest request, Duration patience) {
    known.task(request.getTaskId());
    return carriedOut(
        Command.newBuilder()
            .setTaskId(request.getTaskId())
            .setBy(request.getBy())
            .setWhy(request.getWhy())
            .setExpectedStable(request.getExpectedStable())
            .setRollBack(RollBackCommand.newBuilder().setToVersion(request.getToVersion())),
        patience);
  }

  CompletableFuture<RolloutState> promote(PromoteRequest request, Duration patience) {
    known.task(request.getTaskId());
    return carriedOut(
        Command.newBuilder()
            .setTaskId(request.getTaskId())
            .setBy(request.getBy())
            .setWhy(request.getWhy())
            .setExpectedStable(request.getExpectedStable())
            .setPromote(PromoteCommand.newBuilder().setVersion(request.getVersion())),
        patience);
  }

  /**
   * Answers when the judge has spoken and, if it can soon, this replica serves what was asked for.
   */
  private CompletableFuture<RolloutState> carriedOut(Command.Builder command, Duration patience) {
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
        throw Refusal.precondition(outcome.getRefusedWhy());
      }
    }
    return state;
  }
}
