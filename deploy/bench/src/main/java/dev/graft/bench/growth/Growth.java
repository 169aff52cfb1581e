package dev.graft.bench.growth;

import dev.graft.bench.material.Material;
import dev.graft.bench.report.Report;
import dev.graft.bench.report.Spread;
import dev.graft.deploy.supervise.Installation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what more examples cost. */
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    description =
        "Examples a second, label to serving, fit time and memory as a task grows, on synthetic embeddings of MobileNetV2's width.")
public final class Growth implements Callable<Integer> {
  @Mixin private Material material = new Material();

  @Option(
      names = "--levels",
      split = ",",
      defaultValue = "1000,10000,50000",
      description = "Examples at which to measure.")
  private List<Integer> levels = List.of();

  @Option(names = "--classes", defaultValue = "10", description = "Of the task.")
  private int classes = 10;

  @Option(names = "--labels", defaultValue = "10", description = "Single labels at each level.")
  private int labels = 10;

  @Override
  public Integer call() {
    var command =
        "growth --levels %s --classes %d --labels %d"
            .formatted(
                String.join(",", levels.stream().map(String::valueOf).toList()), classes, labels);
    var report = Report.begin(System.out, Installation.ofThisProcess().root(), command);
    var options =
        new GrowthRun.Options(levels, "mobilenet_v2", material.weights(), classes, labels);
    List<List<String>> rows = new ArrayList<>();
    for (var level : new GrowthRun(options).run("growth")) {
      rows.add(row(level));
    }
    report.table(
        List.of(
            "examples",
            "taken in, examples/s",
            "until a version of all, s",
            "label to serving, s, median (least to most)",
            "fit, s",
            "trainer's heap, KiB an example",
            "its resident memory, MiB",
            "its stores on disk, KiB an example"),
        rows);
    return 0;
  }

  private static List<String> row(Level level) {
    return List.of(
        String.valueOf(level.examples()),
        text("%.0f", level.added() / level.arrivalSeconds()),
        text("%.1f", level.firstVersionSeconds()),
        Spread.of(level.labelToServing()).text(2),
        level.fits().isEmpty() ? "-" : Spread.of(level.fits()).text(2),
        text("%.1f", level.heapBytes() / 1024.0 / level.examples()),
        text("%.0f", level.residentKibibytes() / 1024.0),
        text("%.1f", level.storeBytes() / 1024.0 / level.examples()));
  }

  private static String text(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
