package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.lab.LabOptions;
import dev.graft.deploy.lab.LabReport;
import dev.graft.deploy.lab.Said;
import dev.graft.vision.backbone.VisionRuntime;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every experiment is asked with. */
final class LabMixin {
  /** One of the experiments. */
  @FunctionalInterface
  interface Experiment {
    LabReport run(LabOptions options) throws InterruptedException;
  }

  @Mixin private LabPictures pictures = new LabPictures();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Where report.json and the plots go.")
  private Path out = Path.of("");

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
    if (minutes != null && minutes <= 0) {
      throw new Failure("--minutes wants more than 0");
    }
    var set = pictures.read();
    try (var exit = OrderlyExit.ofThisThread();
        var bar = CountBar.of("pictures", set.pictures().size(), json)) {
      var options =
          new LabOptions(
              pictures.images(),
              out,
              pictures.seed(),
              pictures.most(),
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
