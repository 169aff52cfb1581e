package dev.graft.bench.predict;

import dev.graft.bench.bare.BarePlans;
import dev.graft.bench.bare.BarePlans.Best;
import dev.graft.bench.material.Material;
import dev.graft.bench.premade.Premade;
import dev.graft.bench.report.Report;
import dev.graft.bench.report.Spread;
import dev.graft.bench.system.BenchSystem;
import dev.graft.deploy.supervise.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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

  @Mixin private Material material = new Material();

  @Option(names = "--rounds", defaultValue = "5", description = "Of each arm, in turns.")
  private int rounds = 5;

  @Option(names = "--seconds", defaultValue = "8", description = "Of each measurement.")
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

  private final List<Double> bareAlone = new ArrayList<>();
  private final List<Double> servedAlone = new ArrayList<>();
  private final List<Double> above = new ArrayList<>();
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
            "predict --rounds %d --seconds %d --warm-up %d --threads %d"
                .formatted(rounds, seconds, warmUp, threads),
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
        inTurns(graft, loop, load, best);
        print(report, best);
        beyond(report, load);
      }
    }
    return 0;
  }

  private void inTurns(BenchSystem graft, BarePlans loop, Generator load, Best best) {
    double alone = 1000 / median(loop.oneAfterTheOther(best, search));
    for (int round = 0; round < rounds; round++) {
      double bare = median(loop.oneAfterTheOther(best, pictures(alone)));
      double served = load.closed(1, Duration.ofSeconds(seconds)).millis(50);
      bareAlone.add(bare);
      servedAlone.add(served);
      above.add(served - bare);
      double bareSpeed = loop.imagesPerSecond(best, pictures(best.imagesPerSecond()));
      double speed = many(graft, load);
      bareMany.add(bareSpeed);
      servedMany.add(speed);
      ratios.add(speed / bareSpeed);
      System.err.printf(
          "alone %.2f over %.2f ms; %.1f of %.1f/s%n", served, bare, speed, bareSpeed);
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

  private static double median(double[] values) {
    return Spread.of(Arrays.stream(values).boxed().toList()).median();
  }

  private void print(Report report, Best best) {
    report.line(
        "%d threads that decode and run forward passes in both arms; the bare loop's best of 12 plans: %s (alone: batch 1)."
            .formatted(threads, best.text()));
    report.table(
        List.of("figure", "median of %d rounds (least to most)".formatted(rounds)),
        List.of(
            List.of("one picture, bare: p50, ms", Spread.of(bareAlone).text(2)),
            List.of("one client: p50, ms", Spread.of(servedAlone).text(2)),
            List.of("difference of a round, ms", Spread.of(above).text(2)),
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
