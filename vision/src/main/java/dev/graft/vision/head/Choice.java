package dev.graft.vision.head;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Penalty and temperature, chosen by the log-loss of answers out of fold.
 *
 * @param start weights to begin the fit of all examples with, or null
 */
record Choice(double l2, double temperature, float @Nullable [][] start) {
  /** Folds are compared, not served: they stop earlier than a fit that serves. */
  private static final double LOOSER = 10;

  static Choice of(
      Standardised data, int[] labels, int classes, Folds folds, SoftmaxFitOptions options)
      throws InterruptedException {
    OutOfFold outOfFold = new OutOfFold(data, labels, classes, folds);
    int[] examples = outOfFold.examples();
    List<Double> path = path(options);
    if (examples.length == 0) {
      return new Choice(
          path.get(0), options.temperature().orElse(1), null); // nothing to go by: be modest
    }
    Choice best = null;
    double least = Double.POSITIVE_INFINITY;
    for (double l2 : path) {
      outOfFold.fit(l2, options.maxIterations(), options.tolerance() * LOOSER);
      double temperature =
          options.temperature().isPresent()
              ? options.temperature().getAsDouble()
              : Temperature.fit(outOfFold.logits(), labels, examples);
      double loss = Temperature.logLoss(temperature, outOfFold.logits(), labels, examples);
      if (best != null && loss >= least) {
        break; // past the valley, and from here on every fit is dearer than the last
      }
      least = loss;
      best = new Choice(l2, temperature, outOfFold.start());
    }
    return Objects.requireNonNull(best);
  }

  /** From strong to weak. */
  private static List<Double> path(SoftmaxFitOptions options) {
    if (options.l2().isPresent()) {
      return List.of(options.l2().getAsDouble());
    }
    return options.l2Grid().stream().sorted(Comparator.reverseOrder()).toList();
  }
}
