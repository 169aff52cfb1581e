package dev.graft.vision.head;

/**
 * L-BFGS on a {@link LinearLoss}: two matrix products a step, whatever the search along the
 * direction tries.
 */
final class Descent {
  private static final int TRIALS = 30;

  /**
   * A step is taken when the slope there is no steeper than this share of the slope at its start.
   */
  private static final double FLAT_ENOUGH = 0.1;

  /** Losses closer than this share are the same: logits are float32. */
  private static final double ROUNDING = 1e-7;

  private final LinearLoss loss;
  private final float[][] weights; // [classes, width + 1]
  private final float[][] logits; // [classes, all]
  private final float[][] residual; // [classes, n]
  private final Memory memory = new Memory();
  private float[][] gradient; // [classes, width + 1]
  private double value;
  private int iterations;

  Descent(LinearLoss loss, float[][] start) {
    this.loss = loss;
    this.weights = Vectors.copy(start);
    this.logits = loss.logits(weights);
    this.residual = new float[start.length][loss.size()];
    this.value = loss.at(logits, logits, 0, residual).loss() + loss.penalty(weights, weights) / 2;
    this.gradient = loss.gradient(weights, residual);
  }

  /**
   * Goes down until the largest component of the gradient is within the tolerance, or the way is at
   * its end.
   */
  void run(int maxIterations, double tolerance) throws InterruptedException {
    while (iterations < maxIterations && Vectors.largest(gradient) > tolerance) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the fit was interrupted");
      }
      if (!step()) {
        return;
      }
      iterations++;
    }
  }

  /** False: rounding leaves no way down. */
  private boolean step() {
    float[][] direction = memory.direction(gradient);
    float[][] along = loss.logits(direction);
    double taken = search(direction, along);
    if (taken == 0) {
      return false;
    }
    Vectors.scale(direction, taken);
    Vectors.add(weights, 1, direction);
    Vectors.add(logits, taken, along);
    float[][] next = loss.gradient(weights, residual);
    memory.remember(direction, Vectors.minus(next, gradient));
    gradient = next;
    return true;
  }

  /**
   * Finds where the slope along a direction is nearly zero, by Newton's steps kept inside a
   * bracket. The loss is convex, so the slope only rises; a small slope is the curvature condition
   * of Wolfe, and the loss is asked to fall.
   */
  private double search(float[][] direction, float[][] along) {
    double pull = loss.penalty(weights, direction);
    double bend = loss.penalty(direction, direction);
    double base = loss.penalty(weights, weights) / 2;
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double first = Vectors.dot(gradient, direction);
    double step = 1;
    for (int trial = 0; trial < TRIALS && first < 0; trial++) {
      Criterion.Value at = loss.at(logits, along, step, residual);
      double slope = at.slope() + pull + step * bend;
      double there = at.loss() + base + step * pull + step * step * bend / 2;
      if (Math.abs(slope) <= FLAT_ENOUGH * -first && there <= value + ROUNDING * Math.abs(value)) {
        value = there;
        return step;
      }
      if (slope > 0) {
        high = step;
      } else {
        low = step;
      }
      step = next(step, slope, at.curvature() + bend, low, high);
    }
    return 0;
  }

  private static double next(double step, double slope, double curvature, double low, double high) {
    double newton = step - slope / curvature;
    if (newton > low && newton < high && newton <= 10 * step) {
      return newton;
    }
    return high == Double.POSITIVE_INFINITY ? 4 * step : (low + high) / 2;
  }

  float[][] weights() {
    return weights;
  }

  /** Logits of all examples, those that did not count among them: [classes, all]. */
  float[][] logits() {
    return logits;
  }

  double value() {
    return value;
  }

  int iterations() {
    return iterations;
  }
}
