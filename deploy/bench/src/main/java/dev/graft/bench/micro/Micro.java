package dev.graft.bench.micro;

import dev.graft.bench.material.Material;
import dev.graft.bench.report.Report;
import dev.graft.deploy.supervise.Installation;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the parts of the path alone. */
@Command(
    name = "micro",
    mixinStandardHelpOptions = true,
    description =
        "Decode, preprocess, score by a head, fit a head, statistics: milliseconds each, by JMH.")
public final class Micro implements Callable<Integer> {
  @Mixin private Material material = new Material();

  @Option(names = "--seconds", defaultValue = "2", description = "Of each measured iteration.")
  private double seconds = 2;

  @Option(names = "--rounds", defaultValue = "5", description = "Measured iterations of each fork.")
  private int rounds = 5;

  @Option(names = "--forks", defaultValue = "2", description = "JVMs for each; 0: in this one.")
  private int forks = 2;

  @Override
  public Integer call() throws RunnerException {
    var each = TimeValue.milliseconds(Math.round(seconds * 1000));
    var options =
        new OptionsBuilder()
            .include(Parts.class.getName())
            .param("images", material.images().toString())
            .forks(forks)
            .warmupIterations(forks == 0 ? 1 : 3)
            .warmupTime(each)
            .measurementIterations(rounds)
            .measurementTime(each)
            .verbosity(VerboseMode.SILENT)
            .build();
    var report =
        Report.begin(System.out, Installation.ofThisProcess().root(), "micro --rounds " + rounds);
    print(report, new Runner(options).run());
    return 0;
  }

  private static void print(Report report, Collection<RunResult> results) {
    var rows =
        results.stream()
            .map(result -> row(result.getPrimaryResult()))
            .sorted((a, b) -> a.get(0).compareTo(b.get(0)))
            .toList();
    report.table(List.of("part", "mean, ms", "least to most, ms", "iterations"), rows);
  }

  private static List<String> row(org.openjdk.jmh.results.Result<?> result) {
    var all = result.getStatistics();
    return List.of(
        result.getLabel(),
        String.format(Locale.ROOT, "%.4f", result.getScore()),
        String.format(Locale.ROOT, "%.4f to %.4f", all.getMin(), all.getMax()),
        String.valueOf(all.getN()));
  }
}
