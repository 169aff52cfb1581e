package dev.graft.deploy.command;

import dev.graft.v1.ResumeRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets the judge go on. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Lets the judge go on where it was held.")
public final class Resume implements Runnable {
  @Mixin private TaskOrder order = new TaskOrder();

  @Override
  public void run() {
    order.give(
        ResumeRequest.newBuilder(),
        (door, request) -> door.resume(request.build()).getState(),
        state -> "goes on: " + RolloutText.serves(state));
  }
}
