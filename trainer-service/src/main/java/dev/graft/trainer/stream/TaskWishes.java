package dev.graft.trainer.stream;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import dev.graft.trainer.plan.Pace;
import dev.graft.v1.FitPolicy;
import dev.graft.v1.TaskSpec;
import java.time.Duration;
import java.time.Instant;

/** Reads a TaskSpec in the plan's words. */
final class TaskWishes {
  private TaskWishes() {}

  static Pace pace(TaskSpec spec) {
    FitPolicy fit = spec.getFit();
    return new Pace(
        fit.hasDebounce() ? duration(fit.getDebounce()) : Pace.DEFAULT.debounce(),
        fit.hasMaxWait() ? duration(fit.getMaxWait()) : Pace.DEFAULT.maxWait());
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  private static Duration duration(com.google.protobuf.Duration wire) {
    return Duration.ofNanos(Durations.toNanos(wire));
  }
}
