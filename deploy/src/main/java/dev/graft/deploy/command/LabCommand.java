package dev.graft.deploy.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Experiments on a folder of pictures. */
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    description =
        "Experiments on a folder of pictures, with no service running: report.json and plots.",
    synopsisSubcommandLabel = "(backbones | layers | examples | strategies | rates | audit)",
    subcommands = {
      LabBackbones.class,
      LabLayers.class,
      LabExamples.class,
      LabStrategies.class,
      LabRates.class,
      LabAudit.class
    })
public final class LabCommand implements Runnable {
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "say backbones, layers, examples, strategies, rates or audit");
    }
  }
}
