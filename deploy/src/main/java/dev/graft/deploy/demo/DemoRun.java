package dev.graft.deploy.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.graft.deploy.Failure;
import dev.graft.deploy.demo.props.Narrator;
import dev.graft.deploy.demo.props.PictureSet;
import dev.graft.deploy.home.Home;
import dev.graft.deploy.home.Ports;
import dev.graft.deploy.reach.Addresses;
import dev.graft.deploy.supervise.Installation;
import dev.graft.deploy.supervise.NativeLibraries;
import dev.graft.deploy.supervise.Plan;
import dev.graft.deploy.supervise.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A demo from nothing to its report: a system of its own on free ports, the story, the baseline,
 * the summary.
 */
public final class DemoRun {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final DemoOptions options;
  private final Home home;
  private final Narrator narrator = new Narrator(System.out);

  public DemoRun(DemoOptions options, Home home) {
    this.options = options;
    this.home = home;
  }

  /**
   * Runs it.
   *
   * @param reportFile where to write the report as JSON
   * @return whether every check held
   */
  public boolean run(@Nullable Path reportFile) {
    NativeLibraries.ensure(line -> narrator.say("%s", line));
    var pictures = pictures();
    var baseline = options.compared() ? Optional.of(baseline(pictures)) : Optional.<Double>empty();
    var report = told(pictures, baseline);
    System.out.println();
    System.out.print(Summary.of(report));
    if (reportFile != null) {
      write(report, reportFile);
    }
    return report.good();
  }

  private PictureSet pictures() {
    var folder = options.images();
    var pictures = folder == null ? DrawnPictures.draw() : FolderPictures.read(folder);
    if (pictures.train().size() < options.singleLabels() + 20) {
      throw new Failure(
          "too few train pictures: %d, of which %d are labelled one at a time"
              .formatted(pictures.train().size(), options.singleLabels()));
    }
    narrator.say(
        "%d pictures to learn from, %d to be examined on",
        pictures.train().size(), pictures.test().size());
    return pictures;
  }

  private double baseline(PictureSet pictures) {
    double accuracy = RandomWeights.accuracy(pictures);
    narrator.say(
        "for comparison, %s with random weights: test accuracy %.3f", options.backbone(), accuracy);
    return accuracy;
  }

  private Report told(PictureSet pictures, Optional<Double> baseline) {
    var plan = new Plan(Installation.ofThisProcess(), home, Ports.free(Map.of()), Map.of());
    var supervisor = new Supervisor(plan, line -> narrator.say("%s", line));
    var stop = new Thread(supervisor::close, "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try (supervisor) {
      supervisor.start(PATIENCE);
      var addresses = Addresses.of(supervisor.runFile());
      return new Demo(options, pictures, addresses, narrator).tell(baseline);
    }
  }

  private static void write(Report report, Path file) {
    var json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    try {
      var folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.write(file, json.writeValueAsBytes(report));
    } catch (IOException e) {
      throw new Failure("can't write the report to " + file + ": " + e, e);
    }
  }
}
