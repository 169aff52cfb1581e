package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.v1.LabelSubmitted;
import dev.graft.v1.SubmitLabelRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what an image shows, or takes that back. */
@Command(
    name = "label",
    mixinStandardHelpOptions = true,
    description = "Says what an image shows; a later label corrects an earlier one.")
public final class Label implements Runnable {
  @Mixin private RunningSystem system = new RunningSystem();

  @Parameters(
      index = "0",
      paramLabel = "IMAGE",
      description = "An image's id, or the receipt of a prediction with --receipt.")
  private String subject = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "CLASS", description = "What it shows.")
  private @Nullable String className;

  @Option(names = "--task", paramLabel = "ID", description = "The task. Default: the only one.")
  private @Nullable String task;

  @Option(names = "--receipt", description = "IMAGE is the receipt of a prediction.")
  private boolean receipt;

  @Option(
      names = "--retract",
      paramLabel = "EVENT",
      description = "Instead of CLASS: withdraw the label with this event id.")
  private @Nullable String retract;

  @Option(
      names = "--by",
      defaultValue = "${sys:user.name}",
      description = "Who says so. Default: you.")
  private String by = "";

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Override
  public void run() {
    if ((className == null) == (retract == null)) {
      throw new Failure("give either a CLASS or --retract EVENT");
    }
    try (var doors = system.doors()) {
      var label =
          LabelSubmitted.newBuilder()
              .setTaskId(RunningSystem.task(doors, task).getTaskId())
              .setAnnotator(by);
      if (receipt) {
        label.setReceipt(subject);
      } else {
        label.setImageId(subject);
      }
      if (className != null) {
        label.setClassName(className);
      } else {
        label.setRetractsEventId(retract);
      }
      var fact =
          doors
              .ingest()
              .submitLabel(SubmitLabelRequest.newBuilder().setLabel(label).build())
              .getFact();
      if (json) {
        Print.message(fact);
      } else {
        System.out.printf("noted as event %s of image %s%n", fact.getEventId(), fact.getImageId());
      }
    }
  }
}
