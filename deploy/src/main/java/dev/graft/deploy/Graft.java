package dev.graft.deploy;

import dev.graft.deploy.command.Abort;
import dev.graft.deploy.command.BackboneCommand;
import dev.graft.deploy.command.Complaints;
import dev.graft.deploy.command.DemoCommand;
import dev.graft.deploy.command.DiagnoseCommand;
import dev.graft.deploy.command.Down;
import dev.graft.deploy.command.Embed;
import dev.graft.deploy.command.Import;
import dev.graft.deploy.command.InspectCommand;
import dev.graft.deploy.command.LabCommand;
import dev.graft.deploy.command.Label;
import dev.graft.deploy.command.Logs;
import dev.graft.deploy.command.Pause;
import dev.graft.deploy.command.PlanCommand;
import dev.graft.deploy.command.Predict;
import dev.graft.deploy.command.Pretrain;
import dev.graft.deploy.command.Promote;
import dev.graft.deploy.command.Rejects;
import dev.graft.deploy.command.Replay;
import dev.graft.deploy.command.Resume;
import dev.graft.deploy.command.RollBack;
import dev.graft.deploy.command.RolloutCommand;
import dev.graft.deploy.command.StatusCommand;
import dev.graft.deploy.command.TaskCommand;
import dev.graft.deploy.command.Train;
import dev.graft.deploy.command.Up;
import dev.graft.deploy.command.Versions;
import dev.graft.deploy.command.Why;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code graft} command: what a person types, and where each word leads. */
@Command(
    name = "graft",
    mixinStandardHelpOptions = true,
    version = "graft 0.1.0",
    header =
        "Streaming transfer learning: a label on Kafka becomes a better prediction seconds later,"
            + " safely.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%n",
    footer = {
      "Start with `graft demo`. Each command explains itself with --help.",
      "Exit codes: 0 done, 1 failed, 2 wrong usage."
    },
    subcommands = {
      DemoCommand.class,
      Up.class,
      Down.class,
      StatusCommand.class,
      Logs.class,
      TaskCommand.class,
      Import.class,
      Label.class,
      Predict.class,
      Embed.class,
      Versions.class,
      Train.class,
      RollBack.class,
      Promote.class,
      Pause.class,
      Resume.class,
      Abort.class,
      RolloutCommand.class,
      Why.class,
      Replay.class,
      Rejects.class,
      BackboneCommand.class,
      InspectCommand.class,
      PlanCommand.class,
      DiagnoseCommand.class,
      LabCommand.class,
      Pretrain.class
    })
public final class Graft implements Runnable {
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command with all its words, for one execution. */
  public static CommandLine commandLine() {
    return new CommandLine(new Graft())
        .setExecutionExceptionHandler(new Complaints())
        .setUsageHelpWidth(100)
        .setUsageHelpLongOptionsMaxWidth(32);
  }

  /** Bare, it prints help. */
  @Override
  public void run() {
    java.util.Objects.requireNonNull(spec).commandLine().usage(System.out);
  }
}
