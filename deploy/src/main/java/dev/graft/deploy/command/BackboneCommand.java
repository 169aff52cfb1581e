package dev.graft.deploy.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What networks there are, and their weights. */
@Command(
    name = "backbone",
    mixinStandardHelpOptions = true,
    description =
        "Says what networks pictures can be embedded with and what they are made of, and adds weights for them.",
    synopsisSubcommandLabel = "(list | show | add)",
    subcommands = {BackboneList.class, BackboneShow.class, BackboneAdd.class})
public final class BackboneCommand implements Runnable {
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "say list, show NAME, or add NAME");
    }
  }
}
