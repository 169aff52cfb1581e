package dev.graft.deploy.command;

import dev.graft.v1.ResumeRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets the judge go on. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Lets the judge go on where it was held.")
public final class Resume implements Runnable {
  @Mixin private RunningSystem system = new RunningSystem();
  @Mixin private Order order = new Order();

  @Parameters(paramLabel = "TASK", description = "The task.")
  private String task = "";

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Override
  public void run() {
    try (var doors = system.doors()) {
      var request = order.into(ResumeRequest.newBuilder(), Order.seen(doors, task));
      var state = doors.predictions().resume(request.build()).getState();
      if (json) {
        Print.message(state);
      } else {
        System.out.println("goes on: " + RolloutText.serves(state));
      }
    }
  }
}
