package dev.graft.deploy.command;

import dev.graft.deploy.lab.Lab;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Which learning rates forget, and which learn too little. */
@Command(
    name = "rates",
    mixinStandardHelpOptions = true,
    description =
        "Fine-tunes at rates from 1e-2 to 1e-6 with a guard that only watches: which forget, which"
            + " learn too little.")
final class LabRates implements Runnable {
  @Mixin private LabMixin lab = new LabMixin();
  @Mixin private WeightsOptions weights = new WeightsOptions();

  @Override
  public void run() {
    lab.run(options -> Lab.rates(weights.file(), options));
  }
}
