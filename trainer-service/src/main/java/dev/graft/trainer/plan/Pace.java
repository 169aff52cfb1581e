package dev.graft.trainer.plan;

import java.time.Duration;

/**
 * How eagerly a task is fitted.
 *
 * @param debounce a fit starts when nothing has changed for this long...
 * @param maxWait ...or when the oldest change has waited this long
 */
public record Pace(Duration debounce, Duration maxWait) {
  public static final Pace DEFAULT = new Pace(Duration.ofMillis(100), Duration.ofSeconds(1));
}
