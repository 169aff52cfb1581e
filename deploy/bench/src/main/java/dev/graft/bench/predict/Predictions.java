package dev.graft.bench.predict;

import dev.graft.bench.bare.BarePlans;
import dev.graft.bench.bare.BarePlans.Best;
import dev.graft.bench.material.Material;
import dev.graft.bench.premade.Premade;
import dev.graft.bench.report.MedianDifference;
import dev.graft.bench.report.Report;
import dev.graft.bench.report.Spread;
import dev.graft.bench.system.BenchSystem;
import dev.graft.deploy.supervise.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures answers: alone, with 16 clients, and beyond capacity. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description =
        "Latency of one client over the bare loop, throughput of 16 clients against it, and what happens beyond capacity.")
public final class Predictions implements Callable<Integer> {
  private static final int CLIENTS = 16;
  private static final int PICTURES = 600;
  private static final long SEED = 1;

  @Mixin private Material material = new Material();

  @Option(
      names = "--turns",
      defaultValue = "200",
      description = "Of one client and the bare loop, five pictures each.")
  private int turns = 200;

  @Option(names = "--rounds", defaultValue = "5", description = "Of 16 clients and the bare loop.")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      defaultValue = "8",
      description = "Of each measurement with 16 clients.")
  private int seconds = 8;

  @Option(names = "--warm-up", defaultValue = "60", description = "Seconds, for the JITs.")
  private int warmUp = 60;

  @Option(names = "--search", defaultValue = "100", description = "Pictures per plan searched.")
  private int search = 100;

  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "That decode and run forward passes, in both arms.")
  private int threads = 1;

  @Option(names = "--set", description = "KEY=VALUE for the services; may be given several times.")
  private Map<String, String> settings = new LinkedHashMap<>();

  private final List<Double> bareMany = new ArrayList<>();
  private final List<Double> servedMany = new ArrayList<>();
  private final List<Double> ratios = new ArrayList<>();
  private final Map<String, Duration> spent = new LinkedHashMap<>();
  private long answers;

  @Override
  public Integer call() {
    var fixed = new LinkedHashMap<String, String>();
    fixed.put("graft.inference.threads", String.valueOf(threads));
    fixed.putAll(settings);
    var report =
        Report.begin(
            System.out,
            Installation.ofThisProcess().root(),
            "predict --turns %d --rounds %d --seconds %d --warm-up %d --threads %d"
                .formatted(turns, rounds, seconds, warmUp, threads),
            settings);
    try (var loop = new BarePlans(material.images(), PICTURES, material.weights(), threads);
        var graft = BenchSystem.start("predict", fixed);
        var premade = Premade.task(graft.addresses(), material.weights(), material.images())) {
      premade.versions(1);
      try (var load =
          new Generator(
              graft.addresses().inferenceGrpc(), Premade.TASK, material.images(), PICTURES)) {
        load.closed(CLIENTS, Duration.ofSeconds(warmUp));
        load.closed(1, Duration.ofSeconds(Math.max(1, warmUp / 4)));
        var best = loop.search(search); // not while others still start
        report.line(
            "%d threads that decode and run forward passes in both arms; the bare loop's best of 12 plans: %s (alone: batch 1)."
                .formatted(threads, best.text()));
        alone(report, loop, load, best);
        manyByTurns(graft, loop, load, best);
        print(report);
        beyond(report, load);
      }
    }
    return 0;
  }

  private void alone(Report report, BarePlans loop, Generator load, Best best) {
    Alone.measure(loop, best, load, turns / 10);
    var measured = Alone.measure(loop, best, load, turns);
    var found = MedianDifference.of(measured.bare(), measured.served(), SEED);
    report.table(
        List.of("one client", "median of %d pictures".formatted(measured.bare().length)),
        List.of(
            List.of("bare: p50, ms", text("%.2f", found.without())),
            List.of("one client: p50, ms", text("%.2f", found.without() + found.difference())),
            List.of(
                "difference, ms (95 % interval)",
                text("%.2f (%.2f to %.2f)", found.difference(), found.least(), found.most()))));
  }

  private void manyByTurns(BenchSystem graft, BarePlans loop, Generator load, Best best) {
    for (int round = 0; round < rounds; round++) {
      double bareSpeed = loop.imagesPerSecond(best, pictures(best.imagesPerSecond()));
      double speed = many(graft, load);
      bareMany.add(bareSpeed);
      servedMany.add(speed);
      ratios.add(speed / bareSpeed);
      System.err.printf("16 clients: %.1f of %.1f/s%n", speed, bareSpeed);
    }
  }

  /** Sixteen clients, and what they cost each process. */
  private double many(BenchSystem graft, Generator load) {
    var before = graft.used();
    var generator = load.used();
    var tally = load.closed(CLIENTS, Duration.ofSeconds(seconds));
    graft
        .used()
        .forEach(
            (part, used) ->
                spent.merge(
                    part.title(), used.minus(before.getOrDefault(part, used)), Duration::plus));
    spent.merge("load generator", load.used().minus(generator), Duration::plus);
    answers += tally.answered().getTotalCount();
    return tally.goodput();
  }

  /** As many as take the time of a measurement. */
  private int pictures(double perSecond) {
    return (int) Math.max(1, perSecond * seconds);
  }

  private void print(Report report) {
    report.table(
        List.of("figure", "median of %d rounds (least to most)".formatted(rounds)),
        List.of(
            List.of("bare loop, images/s", Spread.of(bareMany).text(1)),
            List.of(CLIENTS + " clients, answers/s", Spread.of(servedMany).text(1)),
            List.of("ratio of a round", Spread.of(ratios).text(3))));
    var rows = new ArrayList<List<String>>();
    spent.forEach((process, used) -> rows.add(List.of(process, perAnswer(used))));
    rows.add(
        List.of(
            "all of the above",
            perAnswer(spent.values().stream().reduce(Duration.ZERO, Duration::plus))));
    report.table(List.of("process", "processor time with 16 clients, ms/answer"), rows);
  }

  private String perAnswer(Duration used) {
    return text("%.2f", used.toNanos() / 1e6 / answers);
  }

  private void beyond(Report report, Generator load) {
    double capacity = Spread.of(servedMany).median();
    var rows = new ArrayList<List<String>>();
    for (double share : new double[] {0.5, 0.9, 1, 2, 4}) {
      var before = load.used();
      var tally = load.open(share * capacity, Duration.ofSeconds(2L * seconds));
      double cores = load.used().minus(before).toNanos() / 1e9 / tally.seconds();
      rows.add(row(share, share * capacity, tally, cores));
    }
    report.line(
        "Open loop, %d s each; capacity is the median of %d clients."
            .formatted(2 * seconds, CLIENTS));
    report.table(
        List.of(
            "load",
            "offered/s",
            "answered/s",
            "p50, p99, ms",
            "refused",
            "refusal p50, p99, ms",
            "failed otherwise",
            "generator, cores"),
        rows);
  }

  private static List<String> row(double share, double offered, Tally tally, double cores) {
    var refused = tally.refused();
    return List.of(
        text("%.1fx", share),
        text("%.0f", offered),
        text("%.1f", tally.goodput()),
        text("%.1f, %.1f", tally.millis(50), tally.millis(99)),
        String.valueOf(refused.getTotalCount()),
        refused.getTotalCount() == 0
            ? "-"
            : text(
                "%.1f, %.1f",
                refused.getValueAtPercentile(50) / 1e3, refused.getValueAtPercentile(99) / 1e3),
        String.valueOf(tally.failed()),
        text("%.2f", cores));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
