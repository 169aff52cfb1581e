package dev.graft.deploy.command;

import dev.graft.deploy.lab.Lab;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whether training more than a head pays. */
@Command(
    name = "strategies",
    mixinStandardHelpOptions = true,
    description =
        "Compares a head alone, a fine-tuned tail, gradual unfreezing, a deeper tail, full"
            + " fine-tuning and training from scratch, as far as the time goes.")
final class LabStrategies implements Runnable {
  @Mixin private LabMixin lab = new LabMixin();
  @Mixin private WeightsOptions weights = new WeightsOptions();

  @Override
  public void run() {
    lab.run(options -> Lab.strategies(weights.file(), options));
  }
}
