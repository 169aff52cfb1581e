package dev.graft.deploy.command;

import dev.graft.v1.TrainTaskRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has a task fitted or fine-tuned without waiting for more labels. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Fits a task's head now, or fine-tunes the later stages of its backbone.")
public final class Train implements Runnable {
  @Mixin private RunningSystem system = new RunningSystem();

  @Parameters(arity = "0..1", paramLabel = "TASK", description = "Default: the only one.")
  private @Nullable String task;

  @Option(
      names = "--fine-tune",
      description =
          "Fine-tune, from the head that is there. One at a time; a version is published if the"
              + " tail is better than the head alone and passes the gate.")
  private boolean fineTune;

  @Option(names = "--why", defaultValue = "", description = "Kept in the history.")
  private String why = "";

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Override
  public void run() {
    try (var doors = system.doors()) {
      var id = RunningSystem.task(doors, task).getTaskId();
      var request =
          TrainTaskRequest.newBuilder()
              .setTaskId(id)
              .setFineTune(fineTune)
              .setBy(System.getProperty("user.name"))
              .setWhy(why);
      var answer = doors.ingest().trainTask(request.build());
      if (json) {
        Print.message(answer);
      } else {
        System.out.printf(
            "%s is to be %s; `graft status` shows what comes of it%n",
            id, fineTune ? "fine-tuned" : "fitted");
      }
    }
  }
}
