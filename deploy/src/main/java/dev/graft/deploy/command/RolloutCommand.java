package dev.graft.deploy.command;

import dev.graft.deploy.reach.Doors;
import dev.graft.v1.GetRolloutRequest;
import dev.graft.v1.GetRolloutResponse;
import dev.graft.v1.ListTasksRequest;
import dev.graft.v1.TaskSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What tasks serve, and how new versions earn their traffic. */
@Command(
    name = "rollout",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what a task serves, what is on trial, on what evidence and why; or what it served"
          + " when, or what a policy would do.",
      "Evidence is what a gambler would have who began with 1 and bets at fair odds on what the"
          + " labels say: 20 is the usual 5 %%."
    },
    synopsisSubcommandLabel = "[history | simulate]",
    subcommands = {RolloutHistory.class, RolloutSimulate.class})
public final class RolloutCommand implements Runnable {
  @Mixin private RunningSystem system = new RunningSystem();

  @Parameters(arity = "0..1", paramLabel = "TASK", description = "The task. Default: all.")
  private @Nullable String task;

  @Option(
      names = {"-w", "--watch"},
      description = "Show every change too, until Ctrl-C.")
  private boolean watch;

  @Option(
      names = "--json",
      description =
          "Write JSON; with --watch an object a line, and else a list if no TASK is named.")
  private boolean json;

  @Override
  public void run() {
    try (var doors = system.doors()) {
      if (watch) {
        new RolloutWatch(doors, task == null ? "" : task, json).follow();
        return;
      }
      var rollouts = tasks(doors).stream().map(each -> rollout(doors, each)).toList();
      if (json && task == null) {
        Print.messages(rollouts);
      } else if (json) {
        rollouts.forEach(Print::message);
      } else {
        var now = Instant.now();
        rollouts.forEach(each -> System.out.println(RolloutText.of(each, now)));
      }
    }
  }

  private List<String> tasks(Doors doors) {
    if (task != null) {
      return List.of(task);
    }
    return doors.ingest().listTasks(ListTasksRequest.getDefaultInstance()).getTasksList().stream()
        .filter(each -> !each.getDeleted())
        .map(TaskSpec::getTaskId)
        .toList();
  }

  private static GetRolloutResponse rollout(Doors doors, String taskId) {
    return doors.predictions().getRollout(GetRolloutRequest.newBuilder().setTaskId(taskId).build());
  }
}
