package dev.graft.deploy.command;

import dev.graft.events.Times;
import dev.graft.v1.HistoryRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a task served when, and why. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description =
        "Shows what a task served when, newest first: at what share, on what evidence, by whom and"
            + " why, trained on what.")
final class RolloutHistory implements Runnable {
  @Mixin private RunningSystem system = new RunningSystem();

  @Parameters(paramLabel = "TASK", description = "The task; it may be deleted.")
  private String task = "";

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description =
          "What held then: 90s, 15m, 2h, 3d ago, or 2026-01-31T12:00:00Z; with --limit, what was"
              + " before it too.")
  private @Nullable String at;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "How many, at most 100. Default: 20, or 1 with --at.")
  private int limit;

  @Option(
      names = "--before",
      paramLabel = "REVISION",
      description = "Only what was before that revision, to read on.")
  private long before;

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Override
  public void run() {
    try (var doors = system.doors()) {
      var request =
          HistoryRequest.newBuilder().setTaskId(task).setLimit(limit).setBeforeRevision(before);
      if (at != null) {
        var time = RejectFilter.instant(at, Instant.now());
        request.setAt(Times.of(time));
      }
      var history = doors.predictions().history(request.build());
      if (json) {
        Print.messages(history.getEntriesList());
      } else {
        System.out.println(HistoryText.of(history));
      }
    }
  }
}
