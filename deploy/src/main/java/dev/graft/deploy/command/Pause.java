package dev.graft.deploy.command;

import dev.graft.v1.PauseRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds what a task serves. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description = "Holds what a task serves: nothing is widened, promoted or begun until `graft resume` or `graft promote`.")
public final class Pause implements Runnable {
  @Mixin private RunningSystem system = new RunningSystem();
  @Mixin private Order order = new Order();

  @Parameters(paramLabel = "TASK", description = "The task.")
  private String task = "";

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Override
  public void run() {
    try (var doors = system.doors()) {
      var request = order.into(PauseRequest.newBuilder(), Order.seen(doors, task));
      var state = doors.predictions().pause(request.build()).getState();
      if (json) {
        Print.message(state);
      } else {
        System.out.println("version %d is held, until `graft resume` or `graft promote`".formatted(state.getStableVersion()));
      }
    }
  }
}
