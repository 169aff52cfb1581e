package dev.graft.deploy.command;

import dev.graft.v1.AbortRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a trial. */
@Command(
    name = "abort",
    mixinStandardHelpOptions = true,
    description = "Ends the trial of the candidate; the stable version serves alone.")
public final class Abort implements Runnable {
  @Mixin private RunningSystem system = new RunningSystem();
  @Mixin private Order order = new Order();

  @Parameters(paramLabel = "TASK", description = "The task.")
  private String task = "";

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Override
  public void run() {
    try (var doors = system.doors()) {
      var request = order.into(AbortRequest.newBuilder(), Order.seen(doors, task));
      var state = doors.predictions().abort(request.build()).getState();
      if (json) {
        Print.message(state);
      } else {
        System.out.println("aborted: " + RolloutText.serves(state));
      }
    }
  }
}
