package dev.graft.deploy.command;

import dev.graft.v1.ExplainRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where a prediction came from. */
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    description =
        "Says where a prediction came from: version, bundle, dataset, parent, the gate's verdict,"
            + " and what the task served then.")
public final class Why implements Runnable {
  @Mixin private RunningSystem system = new RunningSystem();

  @Parameters(paramLabel = "RECEIPT", description = "As the prediction named it.")
  private String receipt = "";

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Override
  public void run() {
    try (var doors = system.doors()) {
      var told =
          doors.predictions().explain(ExplainRequest.newBuilder().setReceipt(receipt).build());
      if (json) {
        Print.message(told);
      } else {
        System.out.println(WhyText.of(told));
      }
    }
  }
}
