package dev.graft.bench.pipeline;

import dev.graft.bench.bare.BarePlans;
import dev.graft.bench.material.Material;
import dev.graft.bench.report.Report;
import dev.graft.bench.report.Spread;
import dev.graft.bench.system.BenchSystem;
import dev.graft.bench.system.ProcessorTime;
import dev.graft.bench.system.Tasks;
import dev.graft.deploy.home.Part;
import dev.graft.deploy.supervise.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the embedding pipeline and the bare loop in turns. */
@Command(
    name = "pipeline",
    mixinStandardHelpOptions = true,
    description =
        "Images per second from the inbox to graft.embeddings with MobileNetV2, against a bare loop of decode, preprocess and forward.")
public final class Pipeline implements Callable<Integer> {
  @Mixin private Material material = new Material();

  @Option(names = "--rounds", defaultValue = "5", description = "Of each arm, in turns.")
  private int rounds = 5;

  @Option(names = "--count", defaultValue = "1200", description = "Pictures of each round.")
  private int count = 1200;

  @Option(names = "--search", defaultValue = "150", description = "Pictures per plan searched.")
  private int search = 150;

  @Option(names = "--warm-ups", defaultValue = "2", description = "Rounds before the first.")
  private int warmups = 2;

  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "That decode and run forward passes, in both arms.")
  private int threads = 1;

  @Option(names = "--set", description = "KEY=VALUE for the services; may be given several times.")
  private Map<String, String> settings = new LinkedHashMap<>();

  private final List<Double> bare = new ArrayList<>();
  private final List<Double> system = new ArrayList<>();
  private final Map<Part, Duration> spent = new EnumMap<>(Part.class);
  private Duration ours = Duration.ZERO;
  private Duration bares = Duration.ZERO;

  @Override
  public Integer call() {
    var fixed = new LinkedHashMap<String, String>();
    fixed.put("graft.feature.threads", String.valueOf(threads));
    fixed.putAll(settings);
    var report =
        Report.begin(
            System.out,
            Installation.ofThisProcess().root(),
            "pipeline --rounds %d --count %d --threads %d".formatted(rounds, count, threads),
            settings);
    var pictures = Material.pictures(material.images(), 600);
    try (var loop = new BarePlans(material.images(), 600, material.weights(), threads);
        var graft = BenchSystem.start("pipeline", fixed)) {
      var best = loop.search(search);
      Tasks.mobilenet(graft.addresses(), material.weights(), "bench", List.of("a", "b"));
      try (var stream = new Stream(graft.addresses().kafka(), pictures)) {
        for (int i = 0; i < warmups; i++) { // the JITs, the store's folders, the search for a plan
          System.err.printf("warming up: %.1f images/s%n", stream.imagesPerSecond(count));
        }
        for (int round = 0; round < rounds; round++) {
          var before = ProcessorTime.of(loop.pid());
          bare.add(loop.imagesPerSecond(best, count));
          bares = bares.plus(ProcessorTime.of(loop.pid()).minus(before));
          measured(graft, stream);
        }
      }
      print(report, best);
    }
    return 0;
  }

  private void measured(BenchSystem graft, Stream stream) {
    var before = graft.used();
    var oursBefore = ProcessorTime.of(ProcessHandle.current().pid());
    system.add(stream.imagesPerSecond(count));
    graft
        .used()
        .forEach(
            (part, used) ->
                spent.merge(
                    part, used.minus(before.getOrDefault(part, Duration.ZERO)), Duration::plus));
    ours = ours.plus(ProcessorTime.of(ProcessHandle.current().pid()).minus(oursBefore));
    System.err.printf(
        "bare %.1f, system %.1f images/s%n",
        bare.get(bare.size() - 1), system.get(system.size() - 1));
  }

  private void print(Report report, BarePlans.Best best) {
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < bare.size(); i++) {
      ratios.add(system.get(i) / bare.get(i));
    }
    report.line(
        "%d threads that decode and run forward passes in both arms, one core each at most; the bare loop's best of 12 plans: %s."
            .formatted(threads, best.text()));
    report.table(
        List.of("arm", "images/s, median (least to most)", "rounds"),
        List.of(
            List.of("bare loop", Spread.of(bare).text(1), String.valueOf(rounds)),
            List.of("inbox to embeddings", Spread.of(system).text(1), String.valueOf(rounds)),
            List.of("ratio of a round", Spread.of(ratios).text(3), String.valueOf(rounds))));
    var rows = new ArrayList<List<String>>();
    spent.forEach((part, used) -> rows.add(List.of(part.title(), perImage(used))));
    rows.add(List.of("publisher and reader", perImage(ours)));
    rows.add(
        List.of(
            "all of the above", perImage(spent.values().stream().reduce(ours, Duration::plus))));
    rows.add(List.of("bare loop", perImage(bares)));
    report.table(List.of("process", "processor time, ms/image"), rows);
  }

  private String perImage(Duration used) {
    return String.format(Locale.ROOT, "%.2f", used.toNanos() / 1e6 / ((double) count * rounds));
  }
}
