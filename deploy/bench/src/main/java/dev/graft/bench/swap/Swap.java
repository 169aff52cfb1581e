package dev.graft.bench.swap;

import dev.graft.bench.material.Material;
import dev.graft.bench.predict.Generator;
import dev.graft.bench.predict.Window;
import dev.graft.bench.premade.Premade;
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

/** Measures what clients notice of swaps. */
@Command(
    name = "swap",
    mixinStandardHelpOptions = true,
    description =
        "Open-loop latency at 30 %% of the capacity, in equal windows with and without swaps of premade versions.")
public final class Swap implements Callable<Integer> {
  private static final int PICTURES = 600;

  @Mixin private Material material = new Material();

  @Option(names = "--rounds", defaultValue = "5", description = "Of both windows, in turns.")
  private int rounds = 5;

  @Option(
      names = "--requests",
      defaultValue = "420",
      description = "Of each window; all rounds together should reach 2,000.")
  private int requests = 420;

  @Option(names = "--every", defaultValue = "2000", description = "Milliseconds between swaps.")
  private long every = 2000;

  @Option(
      names = "--load",
      description =
          "Three versions in turns with room for two, so that every swap fetches, checks and loads; else two resident ones.")
  private boolean load;

  @Option(names = "--set", description = "KEY=VALUE for the services; may be given several times.")
  private Map<String, String> settings = new LinkedHashMap<>();

  private final List<Window> quiet = new ArrayList<>();
  private final List<Window> swapped = new ArrayList<>();
  private int swaps;

  @Override
  public Integer call() throws InterruptedException {
    var fixed = new LinkedHashMap<String, String>();
    fixed.put("graft.inference.resident-versions", "2");
    fixed.putAll(settings);
    var report =
        Report.begin(
            System.out,
            Installation.ofThisProcess().root(),
            "swap --rounds %d --requests %d --every %d%s"
                .formatted(rounds, requests, every, load ? " --load" : ""),
            settings);
    try (var graft = BenchSystem.start("swap", fixed);
        var premade = Premade.task(graft.addresses(), material.weights(), material.images())) {
      var versions = premade.versions(load ? 3 : 2);
      try (var generator =
          new Generator(
              graft.addresses().inferenceGrpc(), Premade.TASK, material.images(), PICTURES)) {
        generator.capacity(16, Duration.ofSeconds(12)); // the JITs
        double capacity = generator.capacity(16, Duration.ofSeconds(8));
        measure(generator, new Swapping(premade, versions, every), 0.3 * capacity);
        print(report, capacity);
      }
    }
    return 0;
  }

  private void measure(Generator generator, Swapping swapping, double rate)
      throws InterruptedException {
    var span = Duration.ofMillis(Math.round(requests / rate * 1000));
    generator.window(rate, span); // warm without swaps,
    swapping.during(() -> generator.window(rate, Duration.ofSeconds(5))); // and with
    swapping.forget();
    for (int round = 0; round < rounds; round++) {
      quiet.add(generator.window(rate, span));
      swapped.add(swapping.during(() -> generator.window(rate, span)));
      System.err.printf(
          "p99 %.1f ms without, %.1f ms with swaps%n",
          quiet.get(round).millis(99), swapped.get(round).millis(99));
    }
    swaps = swapping.count();
  }

  private void print(Report report, double capacity) {
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < rounds; i++) {
      ratios.add(swapped.get(i).millis(99) / quiet.get(i).millis(99));
    }
    report.line(
        String.format(
            Locale.ROOT,
            "Capacity %.1f answers/s with 16 clients; %.1f/s offered. %d swaps in %d windows, %s.",
            capacity,
            0.3 * capacity,
            swaps,
            rounds,
            load ? "each of a version that is not in memory" : "each between versions in memory"));
    report.table(
        List.of(
            "windows",
            "requests",
            "failed",
            "p50, ms",
            "p99, ms, median (least to most)",
            "p99 of all together, ms"),
        List.of(row("without swaps", quiet), row("with swaps", swapped)));
    report.line("Ratio of the p99 of a round: " + Spread.of(ratios).text(2));
  }

  private static List<String> row(String name, List<Window> windows) {
    var all = windows.stream().reduce(Window::and).orElseThrow();
    return List.of(
        name,
        String.valueOf(all.answered()),
        String.valueOf(all.failed()),
        String.format(Locale.ROOT, "%.1f", all.millis(50)),
        Spread.of(windows.stream().map(window -> window.millis(99)).toList()).text(1),
        String.format(Locale.ROOT, "%.1f", all.millis(99)));
  }
}
