package dev.graft.bench.trials;

import static java.util.stream.Collectors.joining;

import dev.graft.bench.report.JsonFile;
import dev.graft.bench.report.Report;
import dev.graft.bench.report.Spread;
import dev.graft.deploy.Failure;
import dev.graft.deploy.supervise.Installation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Kills judge, replica and broker in every phase of a trial, and has the logs tell what is true.
 */
@Command(
    name = "trials",
    mixinStandardHelpOptions = true,
    description =
        "Kills the judge, a replica or the broker in every phase of a trial; recomputes state and"
            + " evidence from the logs. Exit code 1 if anything is wrong.")
public final class Trials implements Callable<Integer> {
  @Option(names = "--rounds", defaultValue = "1", description = "Of every phase with every victim.")
  private int rounds = 1;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of questions, labels, and the moments of the kills.")
  private long seed = 1;

  @Option(
      names = "--phases",
      split = ",",
      paramLabel = "PHASE",
      description = "Only these of ${COMPLETION-CANDIDATES}.")
  private List<Phase> phases = List.of(Phase.values());

  @Option(
      names = "--victims",
      split = ",",
      paramLabel = "VICTIM",
      description = "Only these of ${COMPLETION-CANDIDATES}.")
  private List<Victim> victims = List.of(Victim.values());

  @Mixin private JsonFile json = new JsonFile();

  @Override
  public Integer call() throws IOException {
    var report =
        Report.begin(
            System.out,
            Installation.ofThisProcess().root(),
            "trials --rounds %d --seed %d --phases %s --victims %s"
                .formatted(rounds, seed, names(phases), names(victims)));
    var result = new TrialsRun(new TrialsRun.Options(rounds, seed, phases, victims)).run("trials");
    json.write(result);
    print(report, result);
    if (!result.allWrong().isEmpty()) {
      throw new Failure(String.join("\n", result.allWrong()));
    }
    return 0;
  }

  private static String names(List<? extends Enum<?>> some) {
    return some.stream().map(Enum::name).collect(joining(","));
  }

  private static void print(Report report, TrialsRun.Result result) {
    report.line("Each kill:");
    report.table(
        List.of(
            "phase",
            "killed",
            "judge",
            "judge back, s",
            "both serve, s",
            "failed of asked",
            "orders and answers",
            "pairs",
            "requests",
            "wrong"),
        result.felled().stream().map(Trials::row).toList());
    report.line("By victim, median (least to most):");
    report.table(
        List.of("victim", "kills", "judge back, s", "both serve, s", "wrong"), summary(result));
    report.line(
        "%d tasks checked again at the end, %d states, %d more that a killed judge had begun to tell, %d commands; wrong: %s."
            .formatted(
                result.tasks(),
                result.states(),
                result.aborted(),
                result.commands(),
                result.allWrong().isEmpty() ? "nothing" : result.allWrong()));
  }

  private static List<String> row(Felled each) {
    return List.of(
        each.phase(),
        each.victim() + " (" + each.killed() + ")",
        each.judge(),
        seconds(each.judgeSeconds()),
        seconds(each.servingSeconds()),
        each.failed() + " of " + each.asked(),
        each.orders().stream()
            .map(order -> order.order().title() + " " + order.answer())
            .collect(joining(", ")),
        String.valueOf(each.pairs()),
        String.valueOf(each.requests()),
        each.wrong().isEmpty() ? "nothing" : String.valueOf(each.wrong().size()));
  }

  private static List<List<String>> summary(TrialsRun.Result result) {
    List<List<String>> rows = new ArrayList<>();
    for (var victim : Victim.values()) {
      var of =
          result.felled().stream().filter(each -> each.victim().equals(victim.title())).toList();
      if (!of.isEmpty()) {
        rows.add(
            List.of(
                victim.title(),
                String.valueOf(of.size()),
                Spread.of(of.stream().map(Felled::judgeSeconds).toList()).text(1),
                Spread.of(of.stream().map(Felled::servingSeconds).toList()).text(1),
                String.valueOf(of.stream().mapToInt(each -> each.wrong().size()).sum())));
      }
    }
    return rows;
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
