package dev.graft.bench;

import dev.graft.bench.backbones.Backbones;
import dev.graft.bench.growth.Growth;
import dev.graft.bench.heads.Heads;
import dev.graft.bench.kills.Kills;
import dev.graft.bench.micro.Micro;
import dev.graft.bench.pipeline.Pipeline;
import dev.graft.bench.predict.Predictions;
import dev.graft.bench.shadow.ShadowScoring;
import dev.graft.bench.soak.Soak;
import dev.graft.bench.swap.HeadSwaps;
import dev.graft.bench.swap.Swap;
import dev.graft.bench.trials.Trials;
import dev.graft.bench.tune.Tune;
import dev.graft.deploy.command.Complaints;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What {@code deploy/bench/bench} runs: one command for each benchmark. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    header = "Measures Graft. Each benchmark prints the machine, its figures and their spread.",
    synopsisSubcommandLabel = "BENCHMARK",
    commandListHeading = "%nBenchmarks:%n",
    footerHeading = "%n",
    footer = "What was measured, where and when: deploy/bench/RESULTS.md.",
    subcommands = {
      Micro.class,
      Heads.class,
      Backbones.class,
      Pipeline.class,
      Predictions.class,
      ShadowScoring.class,
      Swap.class,
      HeadSwaps.class,
      Kills.class,
      Trials.class,
      Soak.class,
      Growth.class,
      Tune.class
    })
public final class Bench implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench())
        .setExecutionExceptionHandler(new Complaints())
        .setUsageHelpWidth(100);
  }

  /** Bare, it prints help. */
  @Override
  public void run() {
    Objects.requireNonNull(spec).commandLine().usage(System.out);
  }
}
