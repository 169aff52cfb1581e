package dev.graft.bench.kills;

import dev.graft.bench.report.JsonFile;
import dev.graft.bench.report.Report;
import dev.graft.bench.report.Spread;
import dev.graft.deploy.Failure;
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

/** Kills every part again and again under load, and proves what is left. */
@Command(
    name = "kills",
    mixinStandardHelpOptions = true,
    description =
        "Kills each part at random moments under load; then proves examples and versions. Exit code"
            + " 1 if anything is wrong.")
public final class Kills implements Callable<Integer> {
  private static final Duration SOONEST = Duration.ofSeconds(3);
  private static final Duration LATEST = Duration.ofSeconds(12);

  @Option(names = "--kills", defaultValue = "60", description = "Shared evenly by the six parts.")
  private int kills = 60;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of the order, the moments, the load.")
  private long seed = 1;

  @Option(names = "--calm", defaultValue = "20", description = "Seconds before the first kill.")
  private int calm = 20;

  @Option(
      names = "--steps",
      defaultValue = "3",
      description = "Pictures a second, each with its label and some with more.")
  private double steps = 3;

  @Option(
      names = "--questions",
      defaultValue = "10",
      description = "Predictions a second, of each of the two replicas.")
  private double questions = 10;

  @Mixin private JsonFile json = new JsonFile();

  @Override
  public Integer call() throws IOException {
    var command =
        "kills --kills %d --seed %d --steps %s --questions %s"
            .formatted(kills, seed, steps, questions);
    var report = Report.begin(System.out, Installation.ofThisProcess().root(), command);
    var options =
        new KillRun.Options(
            kills, seed, Duration.ofSeconds(calm), SOONEST, LATEST, steps, questions);
    var result = new KillRun(options).run("kills");
    json.write(result);
    print(report, result);
    if (!result.findings().wrong().isEmpty()) {
      throw new Failure(String.join("\n", result.findings().wrong()));
    }
    return 0;
  }

  private void print(Report report, KillRun.Result result) {
    report.line("Each kill:");
    report.table(
        List.of(
            "kill",
            "part",
            "at, s",
            "back, s",
            "outage, ms",
            "failed",
            "second: pause, ms",
            "second: failed",
            "examples: pause, ms"),
        result.felled().stream().map(Kills::row).toList());
    report.line("By part, median (least to most):");
    report.table(
        List.of(
            "part",
            "kills",
            "back, s",
            "outage, ms",
            "failed in all",
            "second: pause, ms",
            "second: failed in all",
            "examples: pause, ms"),
        summary(result.felled()));
    var found = result.findings();
    report.line(
        "Before the first kill the longest pause was %.0f ms of the first replica and %.0f ms of the second."
            .formatted(result.calmPauseMillis(), result.secondCalmPauseMillis()));
    report.line(
        "The second replica answered %d questions, p50 %.1f ms, p99 %.1f ms, largest %.1f ms; failed: %s."
            .formatted(
                result.secondAnswers(),
                result.secondMillis().get(0),
                result.secondMillis().get(1),
                result.secondMillis().get(2),
                result.secondFailures().isEmpty() ? "none" : result.secondFailures()));
    report.line(
        "%d pictures, %d erased, %d label events, %d examples at the end, %d versions rebuilt from their manifests; wrong: %s."
            .formatted(
                found.images(),
                found.erased(),
                found.labelEvents(),
                found.examples(),
                found.versions(),
                found.wrong().isEmpty() ? "nothing" : found.wrong()));
  }

  private static List<String> row(Felled each) {
    return List.of(
        String.valueOf(each.number()),
        each.part(),
        text("%.1f", each.atSeconds()),
        text("%.1f", each.backSeconds()),
        text("%.0f", each.outageMillis()),
        String.valueOf(each.failed()),
        text("%.0f", each.secondPauseMillis()),
        String.valueOf(each.secondFailed()),
        text("%.0f", each.examplesPauseMillis()));
  }

  private static List<List<String>> summary(List<Felled> felled) {
    List<List<String>> rows = new ArrayList<>();
    for (var part : Part.values()) {
      var of = felled.stream().filter(each -> each.part().equals(part.title())).toList();
      if (!of.isEmpty()) {
        rows.add(
            List.of(
                part.title(),
                String.valueOf(of.size()),
                spread(of, Felled::backSeconds, 1),
                spread(of, Felled::outageMillis, 0),
                String.valueOf(of.stream().mapToInt(Felled::failed).sum()),
                spread(of, Felled::secondPauseMillis, 0),
                String.valueOf(of.stream().mapToInt(Felled::secondFailed).sum()),
                spread(of, Felled::examplesPauseMillis, 0)));
      }
    }
    return rows;
  }

  private static String spread(List<Felled> of, ToDoubleFunction<Felled> value, int decimals) {
    return Spread.of(of.stream().map(value::applyAsDouble).toList()).text(decimals);
  }

  private static String text(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
