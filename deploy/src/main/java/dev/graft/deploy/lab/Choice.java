package dev.graft.deploy.lab;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

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
   * and wrong the root of McNemar's statistic. The picture that speaks loudest for it is left out,
   * so that no single one decides; 0 where nothing else differs.
   */
  static double inErrors(Answers on, IntToDoubleFunction difference) {
    double[] each =
        IntStream.range(0, on.labels().length).mapToDouble(difference::applyAsDouble).toArray();
    double sum = Arrays.stream(each).sum();
    var extremes = Arrays.stream(each).summaryStatistics();
    double loudest = each.length == 0 ? 0 : sum > 0 ? extremes.getMax() : extremes.getMin();
    double squares = Arrays.stream(each).map(it -> it * it).sum() - loudest * loudest;
    return squares < 1e-12 ? 0 : (sum - loudest) / Math.sqrt(squares);
  }
}
