package dev.graft.deploy.command;

import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Option;

/** The versions and labels of a simulation. */
final class SimulatedVersions {
  @Option(
      names = "--accuracy",
      defaultValue = "0.9",
      description = "Of the stable version, a fraction. Default: ${DEFAULT-VALUE}.")
  private double accuracy;

  @Option(
      names = "--effect",
      defaultValue = "0",
      description =
          "Accuracy of the candidate less that of the stable version: -0.05 is 5 points worse."
              + " Default: ${DEFAULT-VALUE}.")
  private double effect;

  @Option(
      names = "--agreement",
      defaultValue = "independent",
      paramLabel = "SHARE",
      description =
          "How far their mistakes fall on the same images: independent, or a share from 0 to 1."
              + " Default: ${DEFAULT-VALUE}.")
  private String agreement = "";

  @Option(
      names = "--labels",
      defaultValue = "2000",
      description = "Images that are predicted and labelled. Default: ${DEFAULT-VALUE}.")
  private int labels;

  @Option(
      names = "--every",
      defaultValue = "1m",
      converter = Period.class,
      paramLabel = "TIME",
      description = "From one image to the next. Default: ${DEFAULT-VALUE}.")
  private Duration every = Duration.ZERO;

  @Option(
      names = "--delay",
      defaultValue = "0",
      converter = Period.class,
      paramLabel = "TIME",
      description = "Mean time until an image is labelled, e.g. 3d. Default: ${DEFAULT-VALUE}.")
  private Duration delay = Duration.ZERO;

  @Option(
      names = "--corrected",
      defaultValue = "0",
      paramLabel = "SHARE",
      description = "Share of the labels that are wrong at first. Default: ${DEFAULT-VALUE}.")
  private double corrected;

  @Option(
      names = "--correction",
      defaultValue = "1d",
      converter = Period.class,
      paramLabel = "TIME",
      description = "Mean time until they are corrected. Default: ${DEFAULT-VALUE}.")
  private Duration correction = Duration.ZERO;

  /** Under the names that the program takes. */
  void into(Map<String, String> asked) {
    asked.put("accuracy", String.valueOf(accuracy));
    asked.put("effect", String.valueOf(effect));
    asked.put("agreement", agreement);
    asked.put("labels", String.valueOf(labels));
    asked.put("every", every.toString());
    asked.put("delay", delay.toString());
    asked.put("corrected", String.valueOf(corrected));
    asked.put("correction", correction.toString());
  }

  double accuracy() {
    return accuracy;
  }

  double effect() {
    return effect;
  }

  int labels() {
    return labels;
  }
}
