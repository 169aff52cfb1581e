package dev.graft.deploy.command;

import dev.graft.v1.RollBackRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes back to a version that served before. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = "Serves an earlier version and holds there until `graft promote`.")
public final class RollBack implements Runnable {
  @Mixin private RunningSystem system = new RunningSystem();
  @Mixin private Order order = new Order();

  @Parameters(
      arity = "0..1",
      paramLabel = "VERSION",
      description =
          "Default: with a candidate on trial, the stable one; else the one that served before it.")
  private long version;

  @Option(names = "--task", paramLabel = "ID", description = "The task. Default: the only one.")
  private @Nullable String task;

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Override
  public void run() {
    try (var doors = system.doors()) {
      var seen = Order.seen(doors, RunningSystem.task(doors, task).getTaskId());
      var request = order.into(RollBackRequest.newBuilder(), seen).setToVersion(version);
      var state = doors.predictions().rollBack(request.build()).getState();
      if (json) {
        Print.message(state);
      } else {
        System.out.printf(
            "version %d serves, and is held until `graft promote`%n", state.getStableVersion());
      }
    }
  }
}
