package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.lab.LabOptions;
import dev.graft.deploy.lab.LabReport;
import dev.graft.deploy.lab.LabSet;
import dev.graft.deploy.lab.Said;
import dev.graft.vision.backbone.VisionRuntime;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every experiment is asked with. */
final class LabMixin {
  /** One of the experiments. */
  @FunctionalInterface
  interface Experiment {
    LabReport run(LabOptions options) throws InterruptedException;
  }

  @Option(
      names = "--images",
      paramLabel = "DIR",
      required = true,
      description =
          "Pictures: DIR/train/CLASS/* and DIR/test/CLASS/*. A fifth of each class's train pictures"
              + " is held back to choose by.")
  private Path images = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Where report.json and the plots go.")
  private Path out = Path.of("");

  @Option(
      names = "--seed",
      description =
          "Draws what is held back, and what --per-class takes. Default: ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(
      names = "--per-class",
      paramLabel = "N",
      description = "Take at most N train pictures of each class, by lot. Default: all.")
  private @Nullable Integer perClass;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description =
          "Longest time for all of it. Default: 20 for 500 train pictures, in proportion, at least"
              + " 2.")
  private @Nullable Double minutes;

  @Option(names = "--device", description = "auto, cpu or cuda:N. Default: ${DEFAULT-VALUE}")
  private String device = "auto";

  @Option(names = "--json", description = "Print the report as JSON and show no progress.")
  private boolean json;

  void run(Experiment experiment) {
    VisionRuntime.configure(1); // a pass on each core; and sums have one order
    int most = perClass == null ? Integer.MAX_VALUE : perClass;
    if (most < 2 || minutes != null && minutes <= 0) {
      throw new Failure("--per-class wants at least 2, --minutes more than 0");
    }
    var set = LabSet.read(images, most, seed);
    try (var exit = OrderlyExit.ofThisThread();
        var bar = CountBar.of("pictures", set.pictures().size(), json)) {
      var options =
          new LabOptions(
              images,
              out,
              seed,
              most,
              minutes == null
                  ? LabOptions.usualLimit(set.trainSize())
                  : Duration.ofMillis((long) (minutes * 60_000)),
              VisionRuntime.device(device),
              line -> {
                if (!json) {
                  System.out.println(line);
                }
              },
              bar::stepTo);
      print(experiment.run(options));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  private void print(LabReport report) {
    if (json) {
      Print.json(report);
      return;
    }
    report.remarks().forEach(remark -> System.out.println("note: " + remark));
    System.out.println("chosen by the held-back train pictures: " + Said.of(report.chosen()));
    System.out.printf("%.1f s; report.json and plots are in %s%n", report.seconds(), out);
  }
}
