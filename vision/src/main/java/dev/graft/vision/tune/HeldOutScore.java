package dev.graft.vision.tune;

import java.util.List;

/**
 * What the held-out slice says, on plain views.
 *
 * @param loss mean cross-entropy against the targets that are learned from, with their label
 *     smoothing: the same measure as an epoch's training loss
 * @param lossError its standard error
 * @param accuracy share of right answers
 * @param classAccuracy of each class; NaN for one without held-out pictures
 */
public record HeldOutScore(
    double loss, double lossError, double accuracy, List<Double> classAccuracy) {
  public HeldOutScore {
    classAccuracy = List.copyOf(classAccuracy);
  }

  /** More right answers, or as many at a lower loss. */
  public boolean betterThan(HeldOutScore other) {
    return accuracy > other.accuracy || accuracy == other.accuracy && loss < other.loss;
  }
}
