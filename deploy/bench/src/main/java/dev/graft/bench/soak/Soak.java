package dev.graft.bench.soak;

import dev.graft.bench.report.JsonFile;
import dev.graft.bench.report.Report;
import dev.graft.deploy.home.Part;
import dev.graft.deploy.supervise.Installation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs everything for a while under mixed load and says what grows. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description =
        "Mixed load on fixed heaps; trends of resident memory, native arrays, descriptors. Exit"
            + " code 1 if one rises by 5 %% an hour or more.")
public final class Soak implements Callable<Integer> {
  private static final double ALLOWED_PERCENT = 5;

  @Option(names = "--minutes", defaultValue = "30", description = "In all, the warm-up included.")
  private double minutes = 30;

  @Option(names = "--warm-up", defaultValue = "8", description = "Minutes no trend is taken from.")
  private double warmUp = 8;

  @Option(names = "--every", defaultValue = "10", description = "Seconds between two looks.")
  private int every = 10;

  @Option(names = "--steps", defaultValue = "3", description = "Pictures or corrections a second.")
  private double steps = 3;

  @Option(names = "--questions", defaultValue = "10", description = "Predictions a second.")
  private double questions = 10;

  @Option(names = "--images", defaultValue = "900", description = "Different pictures in all.")
  private int images = 900;

  @Mixin private JsonFile json = new JsonFile();

  @Override
  public Integer call() throws IOException {
    var report =
        Report.begin(
            System.out,
            Installation.ofThisProcess().root(),
            "soak --minutes %s --warm-up %s --steps %s --questions %s --images %d"
                .formatted(minutes, warmUp, steps, questions, images));
    var options =
        new SoakRun.Options(
            duration(minutes),
            duration(warmUp),
            Duration.ofSeconds(every),
            steps,
            questions,
            images);
    var seen = new SoakRun(options).run("soak");
    json.write(seen);
    return print(report, seen) ? 0 : 1;
  }

  private static Duration duration(double minutes) {
    return Duration.ofMillis(Math.round(minutes * 60_000));
  }

  /** Whether all is level. */
  private boolean print(Report report, SoakRun.Seen seen) {
    List<List<String>> rows = new ArrayList<>();
    boolean level = true;
    for (var part : Part.values()) {
      var of =
          seen.samples().stream()
              .filter(each -> each.process().equals(part.title()))
              .filter(each -> each.seconds() >= warmUp * 60)
              .toList();
      level &=
          row(rows, part.title(), "resident, MiB", of, each -> each.residentKibibytes() / 1024.0);
      level &= row(rows, part.title(), "descriptors", of, Sample::descriptors);
      var counted = of.stream().filter(each -> each.nativeArrays() >= 0).toList();
      if (counted.size() > 2) {
        level &= row(rows, part.title(), "native arrays", counted, Sample::nativeArrays);
      }
      var collected = of.stream().filter(each -> each.liveBytes() > 0).toList();
      if (collected.size() > 2) {
        row(rows, part.title(), "live heap, MiB", collected, each -> each.liveBytes() / 1048576.0);
      }
    }
    report.table(
        List.of(
            "process",
            "what",
            "median",
            "least to most",
            "first, last",
            "slope, % an hour",
            "95 % interval"),
        rows);
    var disk = seen.diskBytes();
    report.line(
        "%d pictures, %d label events, %d versions, %d answers; failed: %s. The home took %d MiB after the first look and %d at the end."
            .formatted(
                seen.images(),
                seen.events(),
                seen.versions(),
                seen.answers(),
                seen.failed().isEmpty() ? "none" : seen.failed(),
                disk.get(0) >> 20,
                disk.get(disk.size() - 1) >> 20));
    return level;
  }

  private static boolean row(
      List<List<String>> rows,
      String process,
      String what,
      List<Sample> samples,
      ToDoubleFunction<Sample> value) {
    double[] seconds = samples.stream().mapToDouble(Sample::seconds).toArray();
    double[] values = samples.stream().mapToDouble(value).toArray();
    var trend = Trend.of(seconds, values);
    var range = samples.stream().mapToDouble(value).summaryStatistics();
    rows.add(
        List.of(
            process,
            what,
            text("%.0f", trend.level()),
            text("%.0f to %.0f", range.getMin(), range.getMax()),
            text("%.0f, %.0f", values[0], values[values.length - 1]),
            text("%.2f", trend.percent(trend.perHour())),
            text("%.2f to %.2f", trend.percent(trend.least()), trend.percent(trend.most()))));
    return trend.percent(trend.perHour()) < ALLOWED_PERCENT;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
