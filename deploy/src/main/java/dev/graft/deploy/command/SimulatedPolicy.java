package dev.graft.deploy.command;

import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Option;

/** The policy of a simulation. */
final class SimulatedPolicy {
  @Option(
      names = "--mode",
      defaultValue = "canary",
      description =
          "canary; shadow (serves nobody before it is stable); or direct (serves at once, is only"
              + " watched, so never promoted). Default: ${DEFAULT-VALUE}.")
  private String mode = "";

  @Option(
      names = "--shares",
      defaultValue = "0.01,0.1,0.5",
      paramLabel = "A,B,...",
      description = "Shares of the traffic in canary. Default: ${DEFAULT-VALUE}.")
  private String shares = "";

  @Option(
      names = "--soak",
      defaultValue = "10m",
      converter = Period.class,
      paramLabel = "TIME",
      description = "Shortest time on each share. Default: ${DEFAULT-VALUE}.")
  private Duration soak = Duration.ZERO;

  @Option(
      names = "--watch",
      defaultValue = "7d",
      converter = Period.class,
      paramLabel = "TIME",
      description =
          "How long late labels can still send a promoted version back. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration watch = Duration.ZERO;

  @Option(
      names = "--alpha",
      defaultValue = "0.05",
      description =
          "Chance of rolling back what is not worse, and of promoting what is worse by more than"
              + " the margin. Default: ${DEFAULT-VALUE}.")
  private double alpha;

  @Option(
      names = "--margin",
      defaultValue = "0.02",
      description = "Loss of accuracy that counts as none. Default: ${DEFAULT-VALUE}.")
  private double margin;

  /** Under the names that the program takes. */
  void into(Map<String, String> asked) {
    asked.put("mode", mode);
    asked.put("shares", shares);
    asked.put("soak", soak.toString());
    asked.put("watch", watch.toString());
    asked.put("alpha", String.valueOf(alpha));
    asked.put("margin", String.valueOf(margin));
  }
}
