package dev.graft.ingest.door;

import com.google.protobuf.Timestamp;
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
        .setTime(Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
        .setTrain(TrainCommand.newBuilder().setFineTune(wish.getFineTune()))
        .build();
  }
}
