package dev.graft.deploy.lab;

import dev.graft.deploy.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs one experiment and leaves what came out in a folder. */
public final class Lab {
  /** What is compared: entries, and how they are drawn. */
  interface Experiment {
    String name();

    String backbone();

    /**
     * Works until it is done, or until there is no time left.
     *
     * @param remarks to say what was left out and why
     */
    List<Entry> run(LabSet set, LabOptions options, Deadline deadline, List<String> remarks)
        throws InterruptedException;

    /** The entry that the held-back pictures pick. */
    default Entry choose(List<Entry> entries) {
      return LabReport.choose(entries);
    }

    /** What the planner would have advised; nothing where it has no say. */
    default Map<String, Object> plan() {
      return Map.of();
    }

    /** Draws what was found. */
    void plot(LabReport report, Plots plots);
  }

  private Lab() {}

  /** Linear probes after each stage of a network. */
  public static LabReport layers(WeightsFile weights, LabOptions options)
      throws InterruptedException {
    return run(new LayersLab(weights), options);
  }

  /** Several networks on the same pictures. */
  public static LabReport backbones(List<WeightsFile> all, LabOptions options)
      throws InterruptedException {
    return run(new BackbonesLab(all), options);
  }

  /** Accuracy against the number of labels. */
  public static LabReport examples(WeightsFile weights, LabOptions options)
      throws InterruptedException {
    return run(new ExamplesLab(weights), options);
  }

  /** A head alone, and ways to fine-tune. */
  public static LabReport strategies(WeightsFile weights, LabOptions options)
      throws InterruptedException {
    return run(new StrategiesLab(weights), options);
  }

  /** Fine-tuning at rates from far too high to far too low. */
  public static LabReport rates(WeightsFile weights, LabOptions options)
      throws InterruptedException {
    return run(new RatesLab(weights), options);
  }

  private static LabReport run(Experiment experiment, LabOptions options)
      throws InterruptedException {
    long began = System.nanoTime();
    var deadline = Deadline.in(options.limit());
    var set = LabSet.read(options.images(), options.perClass(), options.seed());
    var remarks = new ArrayList<String>();
    var entries = experiment.run(set, options, deadline, remarks);
    var report =
        new LabReport(
            experiment.name(),
            options.images().toString(),
            experiment.backbone(),
            options.seed(),
            Duration.ofNanos(System.nanoTime() - began).toMillis() / 1e3,
            entries,
            experiment.choose(entries),
            experiment.plan(),
            remarks);
    try {
      Files.createDirectories(options.out());
    } catch (IOException e) {
      throw new Failure("can't make the folder " + options.out() + ": " + e.getMessage(), e);
    }
    report.write(options.out());
    experiment.plot(report, new Plots(options.out()));
    return report;
  }

  /** Of the pictures that a deadline cut off. */
  static void remarkMissing(LabSet set, List<Embedded> embedded, List<String> remarks) {
    int missing = set.pictures().size() - embedded.size();
    if (missing > 0) {
      remarks.add(
          "the time was enough for %d of %d pictures, chosen by lot; allow more with --minutes, or take fewer with --per-class"
              .formatted(embedded.size(), set.pictures().size()));
    }
  }
}
