package dev.graft.deploy.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Pictures of what happens inside of a network. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Shows as pictures what a network looks for, and what a prediction looked at.",
    synopsisSubcommandLabel = "(filters | gradcam)",
    subcommands = {InspectFilters.class, InspectGradcam.class})
public final class InspectCommand implements Runnable {
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "say filters NAME, or gradcam IMAGE");
    }
  }
}
