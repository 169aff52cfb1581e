package dev.graft.deploy.command;

import dev.graft.deploy.lab.Lab;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What more labels are worth. */
@Command(
    name = "examples",
    mixinStandardHelpOptions = true,
    description =
        "Fits heads on 1, 2, 5, 10... labels of each class, small numbers five times: accuracy against labels.")
final class LabExamples implements Runnable {
  @Mixin private LabMixin lab = new LabMixin();
  @Mixin private WeightsOptions weights = new WeightsOptions();

  @Override
  public void run() {
    lab.run(options -> Lab.examples(weights.file(), options));
  }
}
