package dev.graft.deploy.command;

import dev.graft.v1.HeadPolicy;
import dev.graft.v1.ListVersionsRequest;
import dev.graft.v1.VersionInfo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what was published for a task. */
@Command(
    name = "versions",
    mixinStandardHelpOptions = true,
    description = "Lists the versions of a task, newest first.")
public final class Versions implements Runnable {
  @Mixin private RunningSystem system = new RunningSystem();

  @Option(names = "--task", paramLabel = "ID", description = "The task. Default: the only one.")
  private @Nullable String task;

  @Option(
      names = {"-n", "--limit"},
      defaultValue = "20",
      description = "How many. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Override
  public void run() {
    try (var doors = system.doors()) {
      var request =
          ListVersionsRequest.newBuilder()
              .setTaskId(RunningSystem.task(doors, task).getTaskId())
              .setLimit(limit);
      var versions = doors.predictions().listVersions(request.build()).getVersionsList();
      if (json) {
        Print.messages(versions);
      } else {
        versions.forEach(Versions::line);
      }
    }
  }

  private static void line(VersionInfo version) {
    var model = version.getModel();
    System.out.printf(
        "%6d  %-12s accuracy %.3f on %d  examples to %-6d %s%s%n",
        model.getVersion(),
        model.getHeadKind() == HeadPolicy.Kind.KIND_UNSPECIFIED
            ? ""
            : HeadChoice.word(model.getHeadKind()),
        model.getScores().getAccuracy(),
        model.getScores().getExamples(),
        model.getDataset().getSequence(),
        model.getGate().getVerdict(),
        version.getStable() ? "  <- serves" : "");
  }
}
