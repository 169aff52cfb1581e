package dev.graft.vision.head;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How a head is fitted. L2 and temperature are chosen by folds inside the given examples where they
 * are empty here; when both are given, no fold is fitted, which is what makes a refit cheap.
 *
 * @param l2 weight of the penalty {@code l2 / 2 * |W|²} against the <em>sum</em> of the
 *     cross-entropies, on standardised features; scikit-learn's {@code 1 / C}, so that a value
 *     stays right while examples come
 * @param temperature what logits are divided by before the softmax
 * @param l2Grid candidates for l2
 * @param folds how many parts the examples fall into, by hash
 * @param maxIterations most steps of L-BFGS of one fit
 * @param tolerance a fit ends when no component of the gradient of the mean loss is larger; folds
 *     end at ten times that
 */
public record SoftmaxFitOptions(
    OptionalDouble l2,
    OptionalDouble temperature,
    List<Double> l2Grid,
    int folds,
    int maxIterations,
    double tolerance) {
  public SoftmaxFitOptions {
    l2Grid = List.copyOf(l2Grid);
    if (folds < 2 || maxIterations < 1 || !(tolerance > 0)) {
      throw new IllegalArgumentException("folds >= 2, maxIterations >= 1 and tolerance > 0");
    }
    if (l2.isEmpty() && l2Grid.isEmpty()) {
      throw new IllegalArgumentException("neither an l2 nor a grid to choose it from");
    }
    if (l2.isPresent() && !(l2.getAsDouble() > 0)
        || l2Grid.stream().anyMatch(value -> !(value > 0))) {
      throw new IllegalArgumentException("an l2 must be above 0");
    }
    if (temperature.isPresent() && !(temperature.getAsDouble() > 0)) {
      throw new IllegalArgumentException("the temperature must be above 0");
    }
  }

  /** Chooses L2 and temperature by folds. */
  public static SoftmaxFitOptions choosing() {
    return new SoftmaxFitOptions(
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        List.of(10_000.0, 3_000.0, 1_000.0, 300.0, 100.0, 30.0, 10.0, 3.0, 1.0),
        5,
        200,
        1e-4);
  }

  /** Takes what an earlier fit chose; no folds. */
  public SoftmaxFitOptions reusing(double l2, double temperature) {
    return new SoftmaxFitOptions(
        OptionalDouble.of(l2),
        OptionalDouble.of(temperature),
        l2Grid,
        folds,
        maxIterations,
        tolerance);
  }
}
