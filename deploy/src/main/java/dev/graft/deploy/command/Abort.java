package dev.graft.deploy.command;

import dev.graft.v1.AbortRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a trial. */
@Command(
    name = "abort",
    mixinStandardHelpOptions = true,
    description = "Ends the trial of the candidate; the stable version serves alone.")
public final class Abort implements Runnable {
  @Mixin private TaskOrder order = new TaskOrder();

  @Override
  public void run() {
    order.give(
        AbortRequest.newBuilder(),
        (door, request) -> door.abort(request.build()).getState(),
        state -> "aborted: " + RolloutText.serves(state));
  }
}
