package dev.graft.vision.tune;

import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.optim.DivergedException;
import dev.graft.vision.optim.GradientClip;
import dev.graft.vision.optim.Optimizer;
import dev.graft.vision.tensors.NamedTensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The range test of Smith 2017: steps at rates that grow from very low to very high, until the loss
 * has gone up. The weights are put back afterwards, to the bit.
 */
public final class RateFinder {
  private static final double HOPELESS = 4; // times the lowest loss: no need to look further
  private static final double KEEP = 0.9; // of the smoothed loss in each step

  /**
   * One step.
   *
   * @param rate of the head
   * @param loss smoothed over about the last ten steps
   */
  public record Point(double rate, double loss) {}

  /**
   * What came of it.
   *
   * @param rate where the loss fell fastest per decade of the rate; the head's. The stages' rates
   *     stand to it as in the recipe
   */
  public record Found(double rate, List<Point> points) {}

  private RateFinder() {}

  /**
   * Tries the first phase of a recipe.
   *
   * @param steps at most
   */
  public static Found find(
      SplitNetwork split,
      TuneSet set,
      CutInputs inputs,
      Recipe recipe,
      double lowest,
      double highest,
      int steps)
      throws IOException {
    List<NamedTensor> before = split.copy();
    Phase phase = recipe.phases().get(0);
    var trained = split.train(split.indexOf(phase), recipe.batchNorm());
    try (Optimizer optimizer = recipe.optimizer().on(split.owner(), trained, GradientClip.NONE)) {
      var learning = new Learning(split, inputs, recipe, set.classes().size());
      List<Point> points =
          walk(
              split,
              new Batches(set.train(), recipe),
              learning,
              optimizer,
              phase,
              lowest,
              Math.pow(highest / lowest, 1.0 / Math.max(1, steps - 1)),
              steps);
      return new Found(steepest(points, lowest), points);
    } finally {
      split.restore(before);
    }
  }

  private static List<Point> walk(
      SplitNetwork split,
      Batches batches,
      Learning learning,
      Optimizer optimizer,
      Phase phase,
      double lowest,
      double growth,
      int steps)
      throws IOException {
    var points = new ArrayList<Point>();
    double smooth = 0;
    double best = Double.POSITIVE_INFINITY;
    for (int step = 0; step < steps; step++) {
      double rate = lowest * Math.pow(growth, step);
      double loss;
      try {
        List<View> batch = batches.batch(0, step / batches.count(), step % batches.count());
        loss = learning.learn(batch, split.indexOf(phase), step).loss();
      } catch (DivergedException e) {
        return points; // that far and no further
      }
      smooth = KEEP * smooth + (1 - KEEP) * loss;
      double unbiased = smooth / (1 - Math.pow(KEEP, step + 1));
      points.add(new Point(rate, unbiased));
      best = Math.min(best, unbiased);
      if (unbiased > HOPELESS * best) {
        return points;
      }
      double[] rates = rates(phase, split.stages(), rate);
      VisionRuntime.withoutGradients(() -> optimizer.step(rates));
    }
    return points;
  }

  private static double[] rates(Phase phase, int stages, double head) {
    double factor = head / phase.rates().head();
    double[] rates = java.util.Arrays.copyOf(phase.rates().ofStages(stages), stages + 1);
    for (int i = 0; i < stages; i++) {
      rates[i] *= factor;
    }
    rates[stages] = head;
    return rates;
  }

  /** Points lie evenly on the logarithm of the rate, so differences are slopes. */
  static double steepest(List<Point> points, double otherwise) {
    double rate = otherwise;
    double fall = 0;
    for (int i = 1; i + 1 < points.size(); i++) {
      double slope = points.get(i - 1).loss() - points.get(i + 1).loss();
      if (slope > fall) {
        fall = slope;
        rate = points.get(i).rate();
      }
    }
    return rate;
  }
}
