package dev.graft.trainer.stream;

import dev.graft.trainer.plan.Pace;
import dev.graft.v1.FitPolicy;
import dev.graft.v1.TaskSpec;
import java.time.Duration;

/** Reads a TaskSpec in the plan's words. */
final class TaskWishes {
  private static final Duration LONGEST = Duration.ofDays(365);

  private TaskWishes() {}

  static Pace pace(TaskSpec spec) {
    FitPolicy fit = spec.getFit();
    return new Pace(
        fit.hasDebounce() ? duration(fit.getDebounce()) : Pace.DEFAULT.debounce(),
        fit.hasMaxWait() ? duration(fit.getMaxWait()) : Pace.DEFAULT.maxWait());
  }

  /** Between nothing and a year; what is beyond would overflow in the sums made with it. */
  private static Duration duration(com.google.protobuf.Duration wire) {
    long seconds = Math.max(0, Math.min(wire.getSeconds(), LONGEST.toSeconds()));
    return Duration.ofSeconds(seconds, Math.max(0, wire.getNanos()));
  }
}
