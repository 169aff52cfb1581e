package dev.graft.deploy.lab;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Which of several ways to learn is worth its effort, by their answers to the same held-back
 * pictures. The pairing takes away what makes pictures easy or hard for all of them, so that small
 * differences can be told from noise.
 *
 * <p>Two questions are asked, and they are not the same. Whether to fine-tune at all: the better
 * guess wins, however small the slice, since neither side has more to lose, and fine-tuning has the
 * better of frozen features on nearly every set that both were tried on (Kornblith et al. 2019).
 * That is the first one's privilege, which nobody picked by these pictures. Which fine-tune: that
 * which comes first, unless a later and dearer one is clearly better; and clearly better than the
 * head alone where the first is not, for the best of several guesses is mostly the luckiest.
 */
final class Choice {
  /** A share of the loss that is no difference: temperatures of few pictures are pulled to 1. */
  private static final double SAME = 0.01;

  private Choice() {}

  /**
   * Index of the chosen one.
   *
   * @param ways answers to the same pictures: those of the head alone, then those of fine-tunes,
   *     the likeliest first
   */
  static int of(List<Answers> ways) {
    Answers alone = ways.get(0);
    int chosen = 0;
    for (int i = 1; i < ways.size(); i++) {
      Answers one = ways.get(i);
      boolean likeliest = i == 1;
      if (better(one, alone) && (likeliest || clearlyBetter(one, ways.get(chosen)))) {
        chosen = i;
      }
    }
    return chosen;
  }

  /**
   * Index of the fine-tune that would be chosen if one had to be; 0 if there is none.
   *
   * @param ways as above
   */
  static int fineTune(List<Answers> ways) {
    int chosen = of(ways);
    return chosen == 0 && ways.size() > 1 ? 1 : chosen;
  }

  /** More right, or as many with less log-loss, each at the temperature that suits it. */
  static boolean better(Answers one, Answers other) {
    return one.accuracy() > other.accuracy()
        || one.accuracy() == other.accuracy()
            && one.calibratedLoss() < other.calibratedLoss() * (1 - SAME);
  }

  /**
   * Accuracy decides where it differs by more than a standard error of the paired difference; where
   * it does not, the log-loss has to be lower by more than one, each at the temperature that suits
   * it.
   */
  static boolean clearlyBetter(Answers one, Answers other) {
    double accuracy = moreRight(one, other);
    if (Math.abs(accuracy) > 1) {
      return accuracy > 0;
    }
    double mine = one.temperature();
    double theirs = other.temperature();
    return inErrors(one, i -> other.loss(i, theirs) - one.loss(i, mine)) > 1;
  }

  /** How much more is right, in standard errors. */
  static double moreRight(Answers one, Answers other) {
    return inErrors(one, i -> (one.right(i) ? 1 : 0) - (other.right(i) ? 1 : 0));
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
