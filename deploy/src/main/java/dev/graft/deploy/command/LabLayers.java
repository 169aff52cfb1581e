package dev.graft.deploy.command;

import dev.graft.deploy.lab.Lab;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Where in a network a task is most visible. */
@Command(
    name = "layers",
    mixinStandardHelpOptions = true,
    description =
        "Fits a linear head on the mean of each stage's map: how much of the task each stage shows.")
final class LabLayers implements Runnable {
  @Mixin private LabMixin lab = new LabMixin();
  @Mixin private WeightsOptions weights = new WeightsOptions();

  @Override
  public void run() {
    lab.run(options -> Lab.layers(weights.file(), options));
  }
}
