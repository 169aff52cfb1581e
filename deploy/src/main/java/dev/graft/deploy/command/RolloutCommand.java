package dev.graft.deploy.command;

import picocli.CommandLine.Command;

/** How new versions earn their traffic. */
@Command(
    name = "rollout",
    mixinStandardHelpOptions = true,
    description = "Tries how new versions earn their traffic.",
    synopsisSubcommandLabel = "simulate",
    subcommands = {RolloutSimulate.class})
public final class RolloutCommand {}
