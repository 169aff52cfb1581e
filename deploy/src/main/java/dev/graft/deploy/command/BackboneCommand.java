package dev.graft.deploy.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What networks there are. */
@Command(
    name = "backbone",
    mixinStandardHelpOptions = true,
    description = "Says what networks pictures can be embedded with, and what they are made of.",
    synopsisSubcommandLabel = "(list | show)",
    subcommands = {BackboneList.class, BackboneShow.class})
public final class BackboneCommand implements Runnable {
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "say list, or show NAME");
    }
  }
}
