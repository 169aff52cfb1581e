package dev.graft.vision.head;

/** What a linear head is asked to make small, example by example: convex in its logits. */
sealed interface Criterion permits CrossEntropy, SquaredHinge {
  /** A point on the way: the mean loss there, its slope and its curvature along the way. */
  record Value(double loss, double slope, double curvature) {}

  /**
   * The loss at logits + step x along, without a matrix product: the logits are linear in the
   * weights, so a search along a direction costs one product however many steps it tries.
   *
   * @param logits [classes, all]
   * @param along [classes, all]
   * @param examples which count, and how much
   * @param residual [classes, n] receives the derivative of each member's loss by its logits
   */
  Value at(float[][] logits, float[][] along, double step, Weighed examples, float[][] residual);
}
