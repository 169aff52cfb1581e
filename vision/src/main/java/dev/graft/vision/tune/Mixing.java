package dev.graft.vision.tune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.graft.vision.augment.Chance;
import java.util.SplittableRandom;

/**
 * Mixup: each input becomes {@code share} of itself and the rest of a partner, and so does its
 * target. Zhang et al. 2018, with one share for the whole batch as their code has it.
 *
 * @param share from Beta(alpha, alpha); 1 for no mixing
 * @param partners [n] a permutation
 */
record Mixing(double share, long[] partners) {
  /** Of one step. */
  static Mixing draw(Recipe recipe, long step, int n) {
    var partners = new long[n];
    for (int i = 0; i < n; i++) {
      partners[i] = i;
    }
    if (recipe.mixup() == 0) {
      return new Mixing(1, partners);
    }
    SplittableRandom random = Chance.of(recipe.seed(), "mixup", step);
    double mine = gamma(recipe.mixup(), random);
    double other = gamma(recipe.mixup(), random);
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      long moved = partners[i];
      partners[i] = partners[j];
      partners[j] = moved;
    }
    return new Mixing(mine + other == 0 ? 1 : mine / (mine + other), partners);
  }

  /** Marsaglia and Tsang 2000; below 1 by way of alpha + 1, as they say. */
  static double gamma(double alpha, SplittableRandom random) {
    if (alpha < 1) {
      return gamma(alpha + 1, random) * Math.pow(random.nextDouble(), 1 / alpha);
    }
    double d = alpha - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double cube = 1 + c * x;
      double v = cube * cube * cube;
      if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  /** Inputs {@code [n, ...]} mixed; the same array if there is nothing to mix. */
  NDArray mix(NDArray inputs) {
    if (share == 1) {
      return inputs;
    }
    NDArray index = inputs.getManager().create(partners); // [n]
    NDArray others = inputs.get(new NDIndex("{}", index)); // [n, ...]
    return inputs.mul(share).addi(others.muli(1 - share));
  }

  /**
   * Wanted probabilities, row-major {@code [n, classes]}.
   *
   * @param smoothing share of each that is spread over all classes: Szegedy et al. 2016
   */
  float[] targets(int[] labels, int classes, double smoothing) {
    var targets = new float[labels.length * classes];
    java.util.Arrays.fill(targets, (float) (smoothing / classes));
    for (int i = 0; i < labels.length; i++) {
      targets[i * classes + labels[i]] += (float) ((1 - smoothing) * share);
      targets[i * classes + labels[(int) partners[i]]] += (float) ((1 - smoothing) * (1 - share));
    }
    return targets;
  }
}
