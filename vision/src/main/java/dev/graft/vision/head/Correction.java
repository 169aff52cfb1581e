package dev.graft.vision.head;

import java.util.Arrays;

/** Takes the shares of the classes out of logits, as {@link Balance} says. */
final class Correction {
  private Correction() {}

  /** Answers of kinds that have no weights, so that they can be compared with those that have. */
  static void beforeCalibration(
      HeadKind kind, Balance balance, Problem problem, float[][] logits, int[] examples) {
    if (balance == Balance.WEIGHTS && !kind.takesWeights()) {
      double[] by = logShares(problem, kind.usualTemperature());
      for (int k = 0; k < logits.length; k++) {
        for (int i : examples) {
          logits[k][i] += (float) by[k];
        }
      }
    }
  }

  /** A head as it is to answer at this temperature. */
  static Head of(Head head, HeadKind kind, Balance balance, Problem problem, double temperature) {
    return switch (balance) {
      case AS_FOUND -> head;
      case WEIGHTS -> kind.takesWeights() ? head : shifted(head, problem, kind.usualTemperature());
      case CORRECTED -> shifted(head, problem, temperature);
    };
  }

  private static Head shifted(Head head, Problem problem, double temperature) {
    double[] by = new double[head.classes()];
    double[] present = logShares(problem, temperature);
    for (int k = 0; k < present.length; k++) {
      by[problem.present().indices()[k]] = present[k];
    }
    return head.shifted(by);
  }

  /** Minus the logarithm of each present class's share, at a temperature, with mean zero. */
  private static double[] logShares(Problem problem, double temperature) {
    double[] by =
        Arrays.stream(problem.shares())
            .map(share -> -temperature * StrictMath.log(share))
            .toArray();
    double mean = Arrays.stream(by).average().orElse(0);
    return Arrays.stream(by).map(value -> value - mean).toArray();
  }
}
