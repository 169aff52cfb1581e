package dev.graft.vision.guarded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.guard.GuardRules;
import dev.graft.vision.tune.EpochReport;
import dev.graft.vision.tune.HeldOutScore;
import dev.graft.vision.tune.StageHealth;
import dev.graft.vision.tune.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardWatchTest {
  private static final Duration FAR = Duration.ofHours(1);

  @Test
  void goesBackTwiceAndThenGivesUp() {
    var watch = watch(true, FAR);
    for (int returns = 0; returns < 2; returns++) {
      watch.onEpoch(report(0, 0.9));
      assertInstanceOf(Verdict.Stop.class, watch.onEpoch(report(1, 0.4)));
      assertTrue(watch.takeReturn());
    }
    watch.onEpoch(report(0, 0.9));
    assertInstanceOf(Verdict.Stop.class, watch.onEpoch(report(1, 0.4)));
    assertFalse(watch.takeReturn());
    assertEquals(
        List.of("go-back", "go-back", "give-up"),
        watch.events().stream().map(GuardEvent::action).toList());
    assertEquals("collapse", watch.events().get(0).alarm());
  }

  @Test
  void onlyLooksOnWhereItMayNotAct() {
    var watch = watch(false, FAR);
    watch.onEpoch(report(0, 0.9));
    assertInstanceOf(Verdict.GoOn.class, watch.onEpoch(report(1, 0.4)));
    assertFalse(watch.takeReturn());
    assertEquals("none", watch.events().get(0).action());
  }

  @Test
  void stopsWhenAnotherEpochWouldBeTooMuch() {
    var watch = watch(true, Duration.ZERO);
    watch.onEpoch(report(0, 0.9));
    assertInstanceOf(Verdict.Stop.class, watch.onEpoch(report(1, 0.9)));
    assertTrue(watch.ranOutOfTime());
    assertEquals(List.of(), watch.events());
  }

  @Test
  void aLossThatIsNoNumberSendsItBack() {
    var watch = watch(true, FAR);
    watch.onEpoch(report(0, 0.9));
    watch.diverged("the loss is NaN");
    assertEquals("not-a-number", watch.events().get(0).alarm());
    assertTrue(watch.takeReturn());
  }

  @Test
  void theHeadMayMoveAsFarAsItLikes() {
    var watch = watch(true, FAR);
    watch.onEpoch(report(0, 0.9));
    assertInstanceOf(Verdict.GoOn.class, watch.onEpoch(report(1, 0.9)));
  }

  private static GuardWatch watch(boolean acts, Duration left) {
    return new GuardWatch(
        List.of("a", "b"), new int[] {50, 50}, GuardRules.DEFAULT, 0.3, acts, () -> left);
  }

  private static EpochReport report(int epoch, double accuracy) {
    var score = new HeldOutScore(1 - accuracy, 0, accuracy, List.of(accuracy, accuracy));
    var head = new StageHealth("head", 3, Double.NaN, Double.NaN);
    double trainLoss = epoch == 0 ? Double.NaN : 0.3;
    return new EpochReport(0, epoch, 10L * epoch, 0, trainLoss, 0.9, 0, score, List.of(head));
  }
}
