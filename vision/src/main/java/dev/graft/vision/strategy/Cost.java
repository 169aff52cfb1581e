package dev.graft.vision.strategy;

import java.time.Duration;
import java.util.Optional;

/**
 * About how long a strategy takes. A backward pass costs about two forward passes, so a step costs
 * three; what lies before a cut is computed once and kept.
 */
final class Cost {
  private static final double STEP = 3;
  private static final int EPOCHS = 10;

  /** Epochs of gradual unfreezing: 5 for the head, 5 and 10 for two depths of the network. */
  private static final int FIRST_PHASE = 5;

  private Cost() {}

  /** Empty while nobody has measured the device. */
  static Optional<Duration> of(Strategy strategy, Situation situation) {
    return situation.means().forwardPerSecond().isPresent()
        ? Optional.of(
            Duration.ofSeconds(
                Math.round(
                    situation.examples()
                        * passes(strategy, situation.network().shareBeforeCut())
                        / situation.means().forwardPerSecond().getAsDouble())))
        : Optional.empty();
  }

  /** In forward passes of the whole network over all examples. */
  private static double passes(Strategy strategy, double before) {
    double tail = 1 - before;
    if (strategy instanceof Strategy.Partial) {
      return 1 + EPOCHS * STEP * tail;
    }
    if (strategy instanceof Strategy.Gradual) {
      return 1 + FIRST_PHASE * STEP * tail + EPOCHS * STEP * (1 + tail) / 2;
    }
    return strategy instanceof Strategy.Full ? EPOCHS * STEP : 1;
  }
}
