package dev.graft.bench.tune;

import dev.graft.bench.report.Report;
import dev.graft.bench.report.Spread;
import dev.graft.bench.system.SideProcess;
import dev.graft.deploy.supervise.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures a training step, ours and PyTorch's in turn. */
@Command(
    name = "tune",
    mixinStandardHelpOptions = true,
    description = {
      "A fine-tuning step on one thread: from kept activations, with the trunk computed anew, and"
          + " PyTorch's for the same, in turn. Milliseconds of processor time. Needs a Python with"
          + " torch and torchvision."
    })
public final class Tune implements Callable<Integer> {
  @Option(names = "--python", defaultValue = "python3", description = "A Python with torch.")
  private String python = "python3";

  @Option(
      names = "--networks",
      split = ",",
      defaultValue = "mobilenet_v2:features.14,resnet18:layer4",
      description = "ARCHITECTURE:CUT, several with commas. Default: ${DEFAULT-VALUE}.")
  private List<String> networks = List.of();

  @Option(names = "--batch", defaultValue = "32", description = "Pictures a step.")
  private int batch = 32;

  @Option(names = "--side", defaultValue = "224", description = "Of the square pictures.")
  private int side = 224;

  @Option(names = "--rounds", defaultValue = "5", description = "Turns of each.")
  private int rounds = 5;

  @Option(names = "--steps", defaultValue = "3", description = "Steps in a turn.")
  private int steps = 3;

  private String torch = "";

  @Override
  public Integer call() throws IOException {
    var report =
        Report.begin(
            System.out,
            Installation.ofThisProcess().root(),
            "tune --batch %d --side %d --rounds %d --steps %d --networks %s"
                .formatted(batch, side, rounds, steps, String.join(",", networks)));
    var rows = new ArrayList<List<String>>();
    for (String network : networks) {
      rows.addAll(measure(network));
    }
    report.line("PyTorch " + torch + "; one thread each; ms of processor time of a step.");
    report.table(
        List.of("network", "step", "ours", "PyTorch's", "ours / PyTorch's", "whole / tail"), rows);
    return 0;
  }

  private List<List<String>> measure(String network) throws IOException {
    String[] parts = network.split(":");
    var arguments = new ArrayList<>(List.of(parts[0], parts[1]));
    arguments.addAll(List.of("" + batch, "" + side, "5"));
    Path store = Files.createTempDirectory("graft-bench-tune");
    Path script = Installation.ofThisProcess().root().resolve("deploy/bench/python/tune_step.py");
    var command = new ArrayList<>(List.of(python, script.toString()));
    command.addAll(arguments);
    arguments.add(store.toString());
    try (var ours =
            SideProcess.start(TuneMain.class, List.of("-Xmx1g", "-XX:+UseSerialGC"), arguments);
        var theirs = SideProcess.startProgram(command)) {
      torch = theirs.ask("version");
      return rows(network, ours, theirs);
    } finally {
      delete(store);
    }
  }

  private List<List<String>> rows(String network, SideProcess ours, SideProcess theirs) {
    for (String kind : List.of("tail 3", "whole 2")) { // memory touched, loops compiled
      ours.ask(kind);
      theirs.ask(kind);
    }
    var ourTail = new ArrayList<Double>();
    var theirTail = new ArrayList<Double>();
    var ourWhole = new ArrayList<Double>();
    var theirWhole = new ArrayList<Double>();
    for (int round = 0; round < rounds; round++) {
      ourTail.addAll(times(ours, "tail"));
      theirTail.addAll(times(theirs, "tail"));
      ourWhole.addAll(times(ours, "whole"));
      theirWhole.addAll(times(theirs, "whole"));
    }
    Spread tail = Spread.of(ourTail);
    Spread whole = Spread.of(ourWhole);
    double saved = whole.median() / tail.median();
    return List.of(
        row(network, "tail, from kept activations", tail, Spread.of(theirTail), saved),
        row(network, "whole, trunk computed anew", whole, Spread.of(theirWhole), saved));
  }

  private List<Double> times(SideProcess process, String kind) {
    return Arrays.stream(process.ask(kind + " " + steps).split(", "))
        .map(Double::parseDouble)
        .toList();
  }

  private static List<String> row(
      String network, String kind, Spread ours, Spread theirs, double saved) {
    return List.of(
        network,
        kind,
        ours.text(0),
        theirs.text(0),
        String.format(Locale.ROOT, "%.2f", ours.median() / theirs.median()),
        String.format(Locale.ROOT, "%.2f", saved));
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
