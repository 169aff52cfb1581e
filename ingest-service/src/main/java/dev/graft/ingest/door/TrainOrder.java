package dev.graft.ingest.door;

import dev.graft.events.Times;
import dev.graft.v1.Command;
import dev.graft.v1.TrainCommand;
import dev.graft.v1.TrainTaskRequest;
import java.time.Instant;

/** A wish to have a task trained, as a command. */
final class TrainOrder {
  private TrainOrder() {}

  static Command of(TrainTaskRequest wish, String id, Instant now) {
    return Command.newBuilder()
        .setTaskId(wish.getTaskId())
        .setCommandId(id)
        .setBy(wish.getBy())
        .setWhy(wish.getWhy())
        .setTime(Times.of(now))
        .setTrain(TrainCommand.newBuilder().setFineTune(wish.getFineTune()))
        .build();
  }
}
