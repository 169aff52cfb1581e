package dev.graft.deploy.lab;

import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Which of several ways to learn is worth its effort, by their answers to the same held-back
 * pictures. The pairing takes away what makes pictures easy or hard for all of them, so that small
 * differences can be told from noise.
 */
final class Choice {
  private Choice() {}

  /**
   * Index of the chosen one: each has to be clearly better than the one chosen before it.
   *
   * @param fromTheSimplest answers to the same pictures, at least one
   */
  static int of(List<Answers> fromTheSimplest) {
    int chosen = 0;
    for (int i = 1; i < fromTheSimplest.size(); i++) {
      chosen = clearlyBetter(fromTheSimplest.get(i), fromTheSimplest.get(chosen)) ? i : chosen;
    }
    return chosen;
  }

  /**
   * Accuracy decides where it differs by more than a standard error of the paired difference; where
   * it does not, the log-loss has to be lower by more than one, each at the temperature that suits
   * it.
   */
  static boolean clearlyBetter(Answers one, Answers other) {
    double accuracy = inErrors(one, i -> (one.right(i) ? 1 : 0) - (other.right(i) ? 1 : 0));
    if (Math.abs(accuracy) > 1) {
      return accuracy > 0;
    }
    double mine = one.temperature();
    double theirs = other.temperature();
    return inErrors(one, i -> other.loss(i, theirs) - one.loss(i, mine)) > 1;
  }

  /**
   * A mean difference in standard errors, those that it would have if there were none: for right
   * and wrong the root of McNemar's statistic. 0 where nothing differs; one picture alone is 1.
   */
  static double inErrors(Answers on, IntToDoubleFunction difference) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < on.labels().length; i++) {
      double it = difference.applyAsDouble(i);
      sum += it;
      squares += it * it;
    }
    return squares == 0 ? 0 : sum / Math.sqrt(squares);
  }
}
