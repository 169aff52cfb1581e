package dev.graft.bench.heads;

import dev.graft.bench.report.Report;
import dev.graft.bench.report.Spread;
import dev.graft.bench.system.SideProcess;
import dev.graft.deploy.supervise.Installation;
import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.head.SoftmaxFit;
import dev.graft.vision.head.SoftmaxFitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Softmax regression against scikit-learn's, in turn: cold, and warm after 1 % more examples. */
@Command(
    name = "heads",
    mixinStandardHelpOptions = true,
    description = "A softmax head cold and warm, in turn with scikit-learn on one thread each.")
public final class Heads implements Callable<Integer> {
  private static final String SCRIPT = "softmax.py";

  @Option(names = "--examples", defaultValue = "10000", description = "Before the 1 %% more.")
  private int examples = 10_000;

  @Option(names = "--width", defaultValue = "1280", description = "Values of an embedding.")
  private int width = 1280;

  @Option(names = "--classes", defaultValue = "20", description = "How many.")
  private int classes = 20;

  @Option(names = "--l2", defaultValue = "100", description = "scikit-learn's 1 / C.")
  private double l2 = 100;

  @Option(names = "--rounds", defaultValue = "5", description = "Fits of each.")
  private int rounds = 5;

  @Option(
      names = "--python",
      defaultValue = "/usr/bin/python3",
      description = "Has scikit-learn; without it that side is skipped.")
  private Path python = Path.of("/usr/bin/python3");

  private final List<List<String>> rows = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    var report =
        Report.begin(System.out, Installation.ofThisProcess().root(), "heads --rounds " + rounds);
    var all = DrawnEmbeddings.of(examples + Math.max(1, examples / 100), width, classes);
    var before = all.only(IntStream.range(0, examples).toArray());
    var folder = Files.createTempDirectory("bench-heads");
    try {
      DrawnEmbeddings.write(folder, before);
      measure(report, before, all, folder);
    } finally {
      for (var name : List.of("x.f32", "y.i32", SCRIPT)) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.delete(folder);
    }
    return 0;
  }

  private void measure(
      Report report, LabelledEmbeddings before, LabelledEmbeddings all, Path folder)
      throws IOException, InterruptedException {
    var start = fit(before, null).head(); // warms the loops up, too
    fit(all, start);
    try (var other = scikit(report, folder)) {
      var cold = new ArrayList<Double>();
      var warm = new ArrayList<Double>();
      var theirs = new ArrayList<Double>();
      for (int round = 1; round <= rounds; round++) {
        cold.add(timed("Graft, cold", round, before, null));
        warm.add(timed("Graft, warm", round, all, start));
        if (other != null) {
          theirs.add(asked(other, "float32", round));
          asked(other, "float64", round);
        }
      }
      report.table(List.of("fit", "round", "seconds", "loss", "steps"), rows);
      report.line("Cold, s: " + Spread.of(cold).text(3));
      report.line("Warm, s: " + Spread.of(warm).text(3));
      if (!theirs.isEmpty()) {
        double median = Spread.of(theirs).median();
        report.line("scikit-learn in float32, s: " + Spread.of(theirs).text(3));
        report.line(ratio("Cold", Spread.of(cold).median() / median));
        report.line(ratio("Warm", Spread.of(warm).median() / median));
      }
    }
  }

  private static String ratio(String what, double ratio) {
    return String.format(Locale.ROOT, "%s over scikit-learn: %.3f", what, ratio);
  }

  private @Nullable SideProcess scikit(Report report, Path folder) throws IOException {
    if (!Files.isExecutable(python)) {
      report.line("SKIPPED: no " + python + "; name a Python that has scikit-learn by --python.");
      return null;
    }
    var script = folder.resolve(SCRIPT);
    try (var in = Objects.requireNonNull(Heads.class.getResourceAsStream(SCRIPT))) {
      Files.copy(in, script);
    }
    var command =
        List.of(
            python.toString(),
            script.toString(),
            folder.toString(),
            String.valueOf(examples),
            String.valueOf(width),
            String.valueOf(l2));
    var process = SideProcess.startProgram(command);
    var said = process.greeting();
    if (said.isEmpty()) {
      report.line("SKIPPED: " + python + " has no scikit-learn; see above.");
      process.close();
      return null;
    }
    report.line("Beside it, on one thread: " + said.get() + ".");
    return process;
  }

  private FittedHead fit(LabelledEmbeddings examples, @Nullable LinearHead start)
      throws InterruptedException {
    return SoftmaxFit.fit(examples, SoftmaxFitOptions.choosing().reusing(l2, 1), start);
  }

  private double timed(
      String what, int round, LabelledEmbeddings examples, @Nullable LinearHead start)
      throws InterruptedException {
    long began = System.nanoTime();
    var fitted = fit(examples, start);
    double seconds = (System.nanoTime() - began) / 1e9;
    row(what, round, seconds, fitted.loss(), String.valueOf(fitted.iterations()));
    return seconds;
  }

  /** Standardising is part of our fit, so it is of theirs. */
  private double asked(SideProcess other, String dtype, int round) {
    var words = other.ask(dtype).split(" ");
    double seconds = Double.parseDouble(words[0]) + Double.parseDouble(words[1]);
    row("scikit-learn, " + dtype, round, seconds, Double.parseDouble(words[2]), words[3]);
    return seconds;
  }

  private void row(String what, int round, double seconds, double loss, String steps) {
    rows.add(
        List.of(
            what,
            String.valueOf(round),
            String.format(Locale.ROOT, "%.3f", seconds),
            String.format(Locale.ROOT, "%.5f", loss),
            steps));
  }
}
