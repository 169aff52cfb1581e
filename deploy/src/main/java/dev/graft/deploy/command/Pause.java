package dev.graft.deploy.command;

import dev.graft.v1.PauseRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Holds what a task serves. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description =
        "Holds what a task serves: nothing is widened, promoted or begun until `graft resume` or"
            + " `graft promote`.")
public final class Pause implements Runnable {
  @Mixin private TaskOrder order = new TaskOrder();

  @Override
  public void run() {
    order.give(
        PauseRequest.newBuilder(),
        (door, request) -> door.pause(request.build()).getState(),
        state ->
            "version %d is held, until `graft resume` or `graft promote`"
                .formatted(state.getStableVersion()));
  }
}
