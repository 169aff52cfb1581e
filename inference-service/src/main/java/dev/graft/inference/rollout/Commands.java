package dev.graft.inference.rollout;

import dev.graft.events.Times;
import dev.graft.loop.Publisher;
import dev.graft.topics.Topics;
import dev.graft.v1.Command;
import dev.graft.v1.RolloutState;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Sends a command to the judge and waits until the rollout says what became of it. */
public final class Commands {

  private final Publisher publisher;
  private final InstantSource clock;
  private final Map<String, CompletableFuture<RolloutState>> waiting = new ConcurrentHashMap<>();

  public Commands(Publisher publisher, InstantSource clock) {
    this.publisher = publisher;
    this.clock = clock;
  }

  /** A command that was sent. */
  public record Sent(String commandId, CompletableFuture<RolloutState> outcome) {}

  /**
   * Sends the command; its id and time are set here. The outcome is the first state that tells of
   * it, and fails if the command could not be sent; whoever stops waiting cancels it.
   */
  public Sent send(Command.Builder command) {
    var id = UUID.randomUUID().toString();
    var now = clock.instant();
    var time = Times.of(now);
    var outcome = new CompletableFuture<RolloutState>();
    waiting.put(id, outcome);
    outcome.whenComplete((state, failed) -> waiting.remove(id));
    publisher
        .send(Topics.COMMANDS, command.getTaskId(), command.setCommandId(id).setTime(time).build())
        .whenComplete(
            (sent, failed) -> {
              if (failed != null) {
                outcome.completeExceptionally(failed);
              }
            });
    return new Sent(id, outcome);
  }

  /** Tells those who wait; called with each change of graft.rollouts. */
  public void follow(RolloutState state) {
    for (var told : state.getOutcomesList()) {
      var outcome = waiting.get(told.getCommandId());
      if (outcome != null) {
        outcome.complete(state);
      }
    }
  }
}
