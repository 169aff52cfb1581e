package dev.graft.inference.judge;

import dev.graft.inference.evidence.Pairs;
import dev.graft.inference.evidence.SequentialTest;
import java.util.OptionalLong;

/**
 * Where a trial stands, in numbers that people can follow: what {@link TrialRules} looks at. The
 * evidence is the logarithm of a capital that began with 1.
 *
 * @param finding what the labels say, as a sentence
 * @param against evidence that the candidate is worse
 * @param againstNeeded from here on it is rolled back
 * @param inFavour evidence that it is not worse by more than the margin
 * @param nextStepNeeded of that, for the next share, or for being stable after the last one
 * @param promotionNeeded of that, for being stable
 * @param labelsToNextStep labelled images that are still missing if they go on as so far; empty: it
 *     would not get there
 * @param labelsToPromotion the same for being stable
 * @param guards what needs no labels says; empty: nothing is the matter
 */
public record Standing(
    String finding,
    double against,
    double againstNeeded,
    double inFavour,
    double nextStepNeeded,
    double promotionNeeded,
    OptionalLong labelsToNextStep,
    OptionalLong labelsToPromotion,
    String guards) {

  /** More than anybody will label, and what a search ends with. */
  private static final long MOST_LABELS = 10_000_000;

  public static Standing of(Policy policy, Trial trial) {
    var test = policy.test();
    var evidence = trial.evidence();
    var plan = policy.planFor(trial.candidate(), trial.baseline());
    double promotion = test.logNeeded();
    double next = trial.watching() ? promotion : plan.needed(trial.share()) * promotion;
    return new Standing(
        test.of(evidence.all(), evidence.live()).why(),
        test.logAgainst(evidence.all()),
        test.logNeeded(),
        test.logFor(evidence.live()),
        next,
        promotion,
        missing(test, evidence.live(), next),
        missing(test, evidence.live(), promotion),
        guards(policy, evidence.guards()));
  }

  private static String guards(Policy policy, Guards guards) {
    return guards
        .alarm(policy.limits(), policy.test())
        .or(() -> guards.shift(policy.limits()))
        .orElse("");
  }

  /**
   * The evidence is a function of the counts alone, so what it will be is known for counts that
   * grow in proportion. Convex in them, and 0 without any: it crosses what is needed once.
   */
  private static OptionalLong missing(SequentialTest test, Pairs pairs, double needed) {
    if (test.logFor(pairs) >= needed) {
      return OptionalLong.of(0);
    }
    if (pairs.count() == 0 || test.logFor(grown(pairs, MOST_LABELS)) < needed) {
      return OptionalLong.empty();
    }
    long too = pairs.count();
    long enough = MOST_LABELS;
    while (enough - too > 1) {
      long middle = (too + enough) / 2;
      if (test.logFor(grown(pairs, middle)) < needed) {
        too = middle;
      } else {
        enough = middle;
      }
    }
    return OptionalLong.of(enough - pairs.count());
  }

  private static Pairs grown(Pairs pairs, long count) {
    long better = Math.round((double) pairs.better() * count / pairs.count());
    long worse = Math.round((double) pairs.worse() * count / pairs.count());
    return new Pairs(better, worse, Math.max(0, count - better - worse));
  }
}
