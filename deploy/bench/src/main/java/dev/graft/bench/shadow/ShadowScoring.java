package dev.graft.bench.shadow;

import dev.graft.bench.material.Material;
import dev.graft.bench.premade.Premade;
import dev.graft.bench.report.MedianDifference;
import dev.graft.bench.report.Report;
import dev.graft.bench.system.BenchSystem;
import dev.graft.deploy.Failure;
import dev.graft.deploy.reach.Doors;
import dev.graft.deploy.supervise.Installation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what a head that is scored beside the one that answers costs a caller. */
@Command(
    name = "shadow",
    mixinStandardHelpOptions = true,
    description =
        "Latency of one client with and without a head that is scored beside the one that answers,"
            + " in turn, in one process.")
public final class ShadowScoring implements Callable<Integer> {
  private static final String TRIAL_TASK = "bench-trial";
  private static final int PICTURES = 300;
  private static final long SEED = 1;

  /** Answers whose second head may be computed after the counters were read. */
  private static final int MOST_BETWEEN = 20;

  @Mixin private Material material = new Material();

  @Option(names = "--rounds", defaultValue = "4000", description = "Two questions of each arm.")
  private int rounds = 4000;

  @Option(names = "--warm-up", defaultValue = "1500", description = "Rounds that do not count.")
  private int warmUp = 1500;

  @Option(
      names = "--tail",
      description = "What is scored beside has a tail of its own, not only another head.")
  private boolean tail;

  @Option(names = "--set", description = "KEY=VALUE for the services; may be given several times.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Override
  public Integer call() {
    var report =
        Report.begin(
            System.out,
            Installation.ofThisProcess().root(),
            "shadow%s --rounds %d --warm-up %d".formatted(tail ? " --tail" : "", rounds, warmUp),
            settings);
    try (var graft = BenchSystem.start("shadow", settings);
        var doors = new Doors(graft.addresses())) {
      if (tail) {
        report.line(TailOnTrial.begin(graft, material, Premade.TASK, TRIAL_TASK).text());
      } else {
        headOnTrial(graft);
      }
      var pictures = Material.pictures(material.images(), PICTURES);
      Pairs.ask(doors::predictions, Premade.TASK, TRIAL_TASK, pictures, warmUp);
      var before = Scored.of(graft);
      var pairs = Pairs.ask(doors::predictions, Premade.TASK, TRIAL_TASK, pictures, rounds);
      var scored = Scored.of(graft).since(before);
      if (Math.abs(scored.requests() - 2L * rounds) > MOST_BETWEEN) {
        throw new Failure(
            "%d answers were scored by two versions instead of %d"
                .formatted(scored.requests(), 2 * rounds));
      }
      print(report, pairs, scored);
    }
    return 0;
  }

  private void headOnTrial(BenchSystem graft) {
    try (var plain = Premade.task(graft.addresses(), material.weights(), material.images());
        var trial =
            Premade.task(graft.addresses(), material.weights(), material.images(), TRIAL_TASK)) {
      plain.versions(1);
      trial.versions(2);
      trial.awaitTrial();
    }
  }

  private static void print(Report report, Pairs pairs, Scored scored) {
    var found = MedianDifference.of(pairs.without(), pairs.with(), SEED);
    report.line(
        "One client, MobileNetV2 and a linear head; the second version is scored after each answer of the second task. %d answers were scored, %d were not."
            .formatted(scored.requests(), scored.unscored()));
    report.table(
        List.of("figure", "ms", "of p50, %"),
        List.of(
            row("p50 without a second version", found.without(), 100),
            row("difference of the medians", found.difference(), found.percent(found.difference())),
            row("its 95 % interval, from", found.least(), found.percent(found.least())),
            row("to", found.most(), found.percent(found.most()))));
  }

  private static List<String> row(String name, double millis, double percent) {
    return List.of(
        name,
        String.format(Locale.ROOT, "%.3f", millis),
        String.format(Locale.ROOT, "%.2f", percent));
  }
}
