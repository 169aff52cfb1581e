package dev.graft.vision.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class PlanTrialsTest {
  private static final EmbeddingPlan BEST = new EmbeddingPlan(Layout.CHANNELS_LAST, 16);
  private final PlanTrials trials = new PlanTrials(32);
  private final Map<EmbeddingPlan, Integer> passes = new HashMap<>();

  @Test
  void settlesOnTheFastestOfAllAlthoughItsFirstPassIsSlowAndTimesAreNoisy() {
    var noise = new Random(3);
    work(200, 32, plan -> speed(plan) * (0.95 + 0.1 * noise.nextDouble()));
    assertEquals(BEST, trials.next(32));
    assertEquals(16, trials.batch());
  }

  @Test
  void neverBringsMorePicturesThanThereAre() {
    for (int i = 0; i < 500; i++) {
      int pictures = 1 + i % 7;
      var plan = trials.next(pictures);
      assertTrue(plan.batch() <= pictures, plan + " for " + pictures);
      trials.took(plan, (long) (plan.batch() * 1e9 / speed(plan)));
    }
    assertEquals(new EmbeddingPlan(Layout.CHANNELS_LAST, 1), trials.next(1));
    assertEquals(32, trials.batch(), "nobody knows yet what more would bring");
  }

  @Test
  void bringsNoMoreThanThereIsMemoryFor() {
    var few = new PlanTrials(5);
    assertEquals(5, few.batch());
    for (int i = 0; i < 200; i++) {
      var plan = few.next(32);
      assertTrue(plan.batch() <= 4, "of " + plan);
      few.took(plan, (long) (plan.batch() * 1e9 / speed(plan)));
    }
    assertTrue(few.batch() <= 4);
  }

  @Test
  void whatIsHopelessIsTriedTwiceAndThenLeftAlone() {
    work(3 * PlanTrials.AGAIN, 32, PlanTrialsTest::speed);
    assertEquals(2, passes.get(new EmbeddingPlan(Layout.PLAIN, 32)));
    assertEquals(2, passes.get(new EmbeddingPlan(Layout.PLAIN, 1)));
  }

  @Test
  void noticesWhenAnotherPlanHasBecomeTheFastest() {
    work(PlanTrials.AGAIN, 32, PlanTrialsTest::speed);
    var small = new EmbeddingPlan(Layout.CHANNELS_LAST, 2); // as with two passes side by side
    work(
        2 * PlanTrials.AGAIN - 500,
        32,
        plan -> plan.batch() > 2 ? 60 : plan.equals(small) ? 75 : 70);
    assertEquals(small, trials.next(32));
  }

  @Test
  void aPassThatFailsIsNoTrialAndEndsNone() {
    for (int i = 0; i < 100; i++) {
      trials.next(32); // and never took any time
    }
    work(1, 32, PlanTrialsTest::speed);
    assertTrue(trials.next(32).batch() >= 1);
  }

  private void work(int count, int pictures, ToDoubleFunction<EmbeddingPlan> speed) {
    for (int i = 0; i < count; i++) {
      var plan = trials.next(pictures);
      double slow = passes.merge(plan, 1, Integer::sum) == 1 ? 0.1 : 1;
      trials.took(plan, (long) (plan.batch() * 1e9 / (slow * speed.applyAsDouble(plan))));
    }
  }

  /** Pictures a second, as MobileNetV2 was measured on one core. */
  private static double speed(EmbeddingPlan plan) {
    if (plan.layout() == Layout.PLAIN) {
      return plan.batch() == 1 || plan.batch() == 32 ? 40 : 72;
    }
    return plan.equals(BEST) ? 96 : 75;
  }
}
