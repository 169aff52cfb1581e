package dev.graft.inference.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.inference.evidence.Pairs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A candidate in shadow answers beside the stable version and serves nobody. */
class ShadowTest {

  private final Task task = Task.of(Plan.CANARY, Policy.Overlap.LATEST);

  @Test
  void aNewTailStaysInShadowUntilLogShadowIsDone() {
    var patient = Task.waitingForLogShadow(Duration.ofDays(2));
    patient.released(1).releasedTail(2).after(Duration.ofDays(1));
    assertEquals("SHADOW 1 candidate 2 at 0 %", patient.line());
    assertEquals("CANARY 1 candidate 2 at 1 %", patient.seen(Task.NOTHING_YET).line());
  }

  @Test
  void aCandidateThatNobodyScoresOnStoredImagesGoesOnWithoutAndSaysSo() {
    var hasty = Task.waitingForLogShadow(Duration.ofMinutes(10));
    hasty.released(1).releasedTail(2);
    assertEquals("SHADOW 1 candidate 2 at 0 %", hasty.after(Duration.ofMinutes(9)).line());
    assertEquals("CANARY 1 candidate 2 at 1 %", hasty.after(Duration.ofMinutes(1)).line());
    assertEquals(
        "version 2 serves 1 % now: no evidence yet: no labelled pair;"
            + " not scored on stored images within PT10M",
        hasty.rollout().told().why());
  }

  @Test
  void lateLogShadowStillTakesACandidateBack() {
    var hasty = Task.waitingForLogShadow(Duration.ZERO);
    hasty.released(1).releasedTail(2);
    assertEquals("CANARY 1 candidate 2 at 1 %", hasty.line());
    hasty.seen(new Evidence(true, new Pairs(10, 60, 200), Pairs.NONE, Guards.NONE));
    assertEquals("ROLLED_BACK 1", hasty.line());
  }

  @Test
  void aBadTailIsCaughtInLogShadowAndServesNobody() {
    task.released(1).releasedTail(2);
    task.seen(new Evidence(true, new Pairs(10, 60, 200), Pairs.NONE, Guards.NONE));
    assertEquals("ROLLED_BACK 1", task.line());
    assertTrue(task.history().stream().allMatch(each -> each.phase() != Rollout.Phase.CANARY));
  }

  @Test
  void inShadowModeACandidateServesNobodyBeforeItIsStable() {
    var shadow =
        Task.of(new Plan(Plan.Mode.SHADOW, List.of(), Duration.ZERO), Policy.Overlap.LATEST);
    shadow.released(1).releasedTail(2).seen(Task.same(125));
    assertEquals("SHADOW 1 candidate 2 at 0 %", shadow.line());
    assertEquals("STABLE 2", shadow.seen(Task.GOOD).line());
  }
}
