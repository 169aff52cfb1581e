package dev.graft.inference.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.inference.evidence.Pairs;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A candidate in canary serves a share that evidence widens or ends. */
class CanaryTest {

  private final Task task = Task.of(Plan.CANARY, Policy.Overlap.LATEST);

  @Test
  void withoutLabelsACandidateStaysAtTheFirstShareAndSaysSo() {
    task.released(1).releasedTail(2).seen(Task.NOTHING_YET).after(Duration.ofDays(100));
    assertEquals("CANARY 1 candidate 2 at 1 %", task.line());
    assertTrue(task.rollout().told().why().contains("no evidence yet: no labelled pair"));
  }

  @Test
  void theShareGrowsWithTheEvidence() {
    task.released(1).releasedTail(2).seen(Task.NOTHING_YET);
    assertEquals("CANARY 1 candidate 2 at 10 %", task.seen(Task.same(125)).line());
    assertEquals("CANARY 1 candidate 2 at 10 %", task.after(Duration.ofDays(1)).line());
    assertEquals("CANARY 1 candidate 2 at 50 %", task.seen(Task.same(210)).line());
    assertEquals("STABLE 2", task.seen(Task.same(400)).line());
  }

  @Test
  void aCertainCandidateStillSoaksOnEachShare() {
    task.released(1).releasedTail(2).seen(Task.GOOD);
    assertEquals("CANARY 1 candidate 2 at 1 %", task.line());
    assertEquals("CANARY 1 candidate 2 at 10 %", task.after(Duration.ofMinutes(10)).line());
    assertEquals("CANARY 1 candidate 2 at 10 %", task.after(Duration.ofMinutes(9)).line());
    assertEquals("CANARY 1 candidate 2 at 50 %", task.after(Duration.ofMinutes(1)).line());
    assertEquals("STABLE 2", task.after(Duration.ofMinutes(10)).line());
  }

  @Test
  void lateLabelsSendAPromotedCandidateBack() {
    task.released(1).releasedTail(2).seen(Task.GOOD).after(Duration.ofMinutes(10));
    task.after(Duration.ofMinutes(10)).after(Duration.ofMinutes(10));
    assertEquals("STABLE 2", task.line());
    assertEquals("ROLLED_BACK 1", task.seen(Task.BAD).line());
  }

  @Test
  void aBadCandidateDoesNotSitOutItsSoak() {
    task.released(1).releasedTail(2).seen(Task.NOTHING_YET).seen(Task.BAD);
    assertEquals("ROLLED_BACK 1", task.line());
  }

  @Test
  void evidenceOfAnotherTrialIsIgnored() {
    var before = task.released(1).releasedTail(2).seen(Task.NOTHING_YET).rollout();
    assertSame(before, task.on(new Event.Observed(2, 7, Task.BAD)).rollout());
  }

  @Test
  void aCandidateThatFailsAloneIsTakenBackWithoutLabels() {
    task.released(1)
        .releasedTail(2)
        .seen(Task.guarded(new Guards(1000, 20, 0, 0, 0, Map.of(), Map.of())));
    assertEquals("ROLLED_BACK 1", task.line());
    assertTrue(task.rollout().told().why().contains("it alone failed on 20 of 1000 requests"));
  }

  @Test
  void aSlowCandidateIsTakenBackWithoutLabels() {
    task.released(1)
        .releasedTail(2)
        .seen(Task.guarded(new Guards(300, 0, 90, 0, 0, Map.of(), Map.of())));
    assertTrue(task.rollout().told().why().contains("it was too slow on 90 of 300 requests"));
  }

  @Test
  void aShiftOfConfidenceOrClassesStopsTheWideningUntilAPersonLooks() {
    var cats = Map.of("cat", 900L, "dog", 100L);
    var even = Map.of("cat", 500L, "dog", 500L);
    var shifted = new Guards(1000, 0, 0, 900, 890, cats, even);
    task.released(1).releasedTail(2);
    task.seen(new Evidence(true, Pairs.NONE, Task.GOOD.live(), shifted)).after(Duration.ofDays(1));
    assertEquals("SHADOW 1 candidate 2 at 0 %", task.line());
    assertTrue(task.rollout().told().why().contains("its mix of classes differs by 0.400"));
    assertEquals("STABLE 2", task.told(new Command.Promote(0)).line());
  }
}
