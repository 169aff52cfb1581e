package dev.graft.trainer.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * When a task is fine-tuned of itself.
 *
 * @param leastExamples with fewer train examples never, unless commanded
 * @param growth new train examples since the last fine-tune, as a share of those it had
 * @param drift distance of recent pictures from those of the last fine-tune that is none yet, as
 *     {@link Drift} has it
 * @param every at least so often, if there is any new example; empty: no schedule
 * @param rest shortest time between two fine-tunes, unless commanded
 */
public record TuneRules(
    int leastExamples, double growth, double drift, Optional<Duration> every, Duration rest) {
  public static final TuneRules DEFAULT =
      new TuneRules(200, 0.5, 0.1, Optional.empty(), Duration.ofHours(1));

  public TuneRules {
    if (leastExamples < 2 || !(growth > 0) || !(drift > 0) || rest.isNegative()) {
      throw new IllegalArgumentException(
          "at least 2 examples, a growth and a drift above 0, and no negative rest");
    }
  }

  /** The same with a schedule, or without one. */
  public TuneRules scheduled(Optional<Duration> interval) {
    return new TuneRules(leastExamples, growth, drift, interval, rest);
  }
}
