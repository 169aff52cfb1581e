package dev.graft.deploy.command;

import dev.graft.v1.PromoteRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Serves a version and lets new ones through again, or puts one into canary. */
@Command(
    name = "promote",
    mixinStandardHelpOptions = true,
    description = "Serves a version, and lets new ones through again.")
public final class Promote implements Runnable {
  @Mixin private RunningSystem system = new RunningSystem();
  @Mixin private Order order = new Order();

  @Parameters(
      arity = "0..1",
      paramLabel = "VERSION",
      description = "Default: the candidate on trial, or else the newest.")
  private long version;

  @Option(names = "--task", paramLabel = "ID", description = "The task. Default: the only one.")
  private @Nullable String task;

  @Option(
      names = "--canary",
      description =
          "Only into canary, whatever gate and log shadow said of it: it serves the first share of the"
              + " task's policy, and the labels that come from then on judge it.")
  private boolean canary;

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Override
  public void run() {
    try (var doors = system.doors()) {
      var seen = Order.seen(doors, RunningSystem.task(doors, task).getTaskId());
      var request =
          order.into(PromoteRequest.newBuilder(), seen).setVersion(version).setToCanary(canary);
      var state = doors.predictions().promote(request.build()).getState();
      if (json) {
        Print.message(state);
      } else {
        System.out.println(RolloutText.serves(state));
      }
    }
  }
}
