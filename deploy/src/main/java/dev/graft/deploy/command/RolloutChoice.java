package dev.graft.deploy.command;

import dev.graft.v1.RolloutPlan;
import dev.graft.v1.RolloutPolicy;
import dev.graft.v1.TaskSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a task's versions earn their traffic. */
final class RolloutChoice {
  /** As the wire has them. */
  enum Mode {
    direct,
    shadow,
    canary
  }

  enum Overlap {
    latest,
    queue
  }

  @Option(
      names = "--refresh",
      description =
          "How a new head on the same embeddings and classes comes to serve: ${COMPLETION-CANDIDATES}."
              + " Default: direct.")
  private @Nullable Mode refresh;

  @Option(
      names = "--change",
      description =
          "How a version with other embeddings or other classes comes to serve:"
              + " ${COMPLETION-CANDIDATES}. Default: canary.")
  private @Nullable Mode change;

  @Option(
      names = "--shares",
      split = ",",
      paramLabel = "SHARE,...",
      description =
          "Of the requests that a canary serves, growing from 0.0001 to 1. Default: 0.01,0.1,0.5.")
  private List<Double> shares = List.of();

  @Option(
      names = "--soak",
      converter = Period.class,
      paramLabel = "TIME",
      description = "Shortest time on each share. Default: 10m.")
  private @Nullable Duration soak;

  @Option(
      names = "--overlap",
      description =
          "What a release during a trial does: ${COMPLETION-CANDIDATES}; it takes the candidate's"
              + " place, or waits. Default: latest.")
  private @Nullable Overlap overlap;

  @Option(
      names = "--margin",
      paramLabel = "FRACTION",
      description = "Loss of accuracy that counts as none. Default: 0.02.")
  private @Nullable Double margin;

  @Option(
      names = "--watch",
      converter = Period.class,
      paramLabel = "TIME",
      description = "How long the version before is watched beside the new one. Default: 7d.")
  private @Nullable Duration watch;

  @Option(
      names = "--log-shadow-wait",
      converter = Period.class,
      paramLabel = "TIME",
      description =
          "How long a candidate waits to be scored on stored images before it goes on without."
              + " Default: 10m.")
  private @Nullable Duration logShadowWait;

  /** Says what was typed; the service knows the rest. */
  void addTo(TaskSpec.Builder task) {
    var policy = RolloutPolicy.newBuilder();
    boolean refreshes = refresh == Mode.canary;
    boolean changes = change == null || change == Mode.canary;
    plan(policy.getRefreshBuilder(), refresh, refreshes);
    plan(
        policy.getChangeBuilder(),
        change,
        changes || !refreshes); // if nobody takes them, it says so
    if (overlap != null) {
      policy.setOverlap(RolloutPolicy.Overlap.valueOf(overlap.name().toUpperCase(Locale.ROOT)));
    }
    if (margin != null) {
      policy.setMargin(margin);
    }
    if (watch != null) {
      policy.setWatch(Period.wire(watch));
    }
    if (logShadowWait != null) {
      policy.setLogShadowWait(Period.wire(logShadowWait));
    }
    var said = withoutEmptyPlans(policy);
    if (!said.equals(RolloutPolicy.getDefaultInstance())) {
      task.setRollout(said);
    }
  }

  private void plan(RolloutPlan.Builder plan, @Nullable Mode mode, boolean takesShares) {
    if (mode != null) {
      plan.setMode(RolloutPolicy.Mode.valueOf(mode.name().toUpperCase(Locale.ROOT)));
    }
    if (takesShares) {
      plan.addAllShares(shares);
      if (soak != null) {
        plan.setSoak(Period.wire(soak));
      }
    }
  }

  private static RolloutPolicy withoutEmptyPlans(RolloutPolicy.Builder policy) {
    if (policy.getRefresh().equals(RolloutPlan.getDefaultInstance())) {
      policy.clearRefresh();
    }
    if (policy.getChange().equals(RolloutPlan.getDefaultInstance())) {
      policy.clearChange();
    }
    return policy.build();
  }
}
