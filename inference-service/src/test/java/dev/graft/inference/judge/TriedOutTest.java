package dev.graft.inference.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.inference.evidence.Pairs;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A person puts a version into canary, whatever gate and log shadow said of it. */
class TriedOutTest {

  private final Task task = Task.of(Plan.CANARY, Policy.Overlap.LATEST);

  @Test
  void whatLogShadowTookBackCanBePutIntoCanaryAndIsJudgedByLabelsAlone() {
    task.released(1).releasedTail(2);
    task.seen(new Evidence(true, new Pairs(10, 60, 200), Pairs.NONE, Guards.NONE));
    assertEquals("CANARY 1 candidate 2 at 1 %", task.told(new Command.TryOut(2)).line());
    assertEquals(
        "put version 2 into canary, whatever gate and log shadow say", task.rollout().told().why());
    assertTrue(task.rollout().trial().forced());
    assertEquals(Evidence.NOTHING_STORED, task.rollout().trial().evidence());
    assertEquals("CANARY 1 candidate 2 at 1 %", task.after(Duration.ofDays(1)).line());
    assertEquals("ROLLED_BACK 1", task.seen(Task.BAD).line());
  }

  @Test
  void whoWasWronglyTakenBackClimbsAsAnyCandidateDoes() {
    task.released(1).releasedTail(2).told(new Command.Abort()).told(new Command.TryOut(2));
    assertEquals("CANARY 1 candidate 2 at 10 %", task.seen(Task.GOOD).line());
    assertEquals("STABLE 2", task.after(Duration.ofHours(1)).after(Duration.ofHours(1)).line());
    assertTrue(task.rollout().trial().watching() && task.rollout().trial().forced());
  }

  @Test
  void whatTheGateHoldsBackCanBeTriedOut() {
    task.released(1).on(new Event.Published(Task.version(2, "space-2"), false));
    assertEquals("CANARY 1 candidate 2 at 1 %", task.told(new Command.TryOut(0)).line());
  }

  @Test
  void aTryOutTakesThePlaceOfTheCandidateAndPassesOverNobodyWhoWaits() {
    var queue = Task.of(Plan.CANARY, Policy.Overlap.QUEUE);
    queue.released(1).releasedTail(2).releasedTail(3).releasedTail(4);
    assertEquals("CANARY 1 candidate 3 at 1 %", queue.told(new Command.TryOut(3)).line());
    assertEquals(
        "put version 3 into canary, whatever gate and log shadow say, in the place of version 2",
        queue.rollout().told().why());
    assertEquals("SHADOW 1 candidate 4 at 0 %", queue.seen(Task.BAD).line());
  }

  @Test
  void whatCannotBeTriedOutIsRefusedWithWhy() {
    assertEquals("no version was published yet", task.told(new Command.TryOut(0)).refusal());
    task.on(new Event.Published(Task.version(1, "space"), false)).told(new Command.TryOut(1));
    assertEquals("no version serves that it could be compared with; promote it", task.refusal());
    task.told(new Command.Promote(1)).told(new Command.TryOut(1));
    assertEquals("version 1 is stable already", task.refusal());
    task.released(2).told(new Command.TryOut(1)); // the policy of new heads is direct
    assertEquals(
        "the task's rollout policy has no canary for version 1; change it, or promote the version",
        task.refusal());
    task.releasedTail(3).seen(Task.NOTHING_YET).told(new Command.TryOut(0));
    assertEquals("version 3 is in canary already", task.refusal());
    task.refused(3).told(new Command.TryOut(3));
    assertEquals("version 3 was refused by a replica: it fails its checks", task.refusal());
    assertEquals(
        "version 9 is not known, or no longer kept", task.told(new Command.TryOut(9)).refusal());
  }
}
