package dev.graft.inference.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** People, replicas and the task's own end hold a trial or end it. */
class InterruptedTrialTest {

  private final Task task = Task.of(Plan.CANARY, Policy.Overlap.LATEST);

  @Test
  void aPausedTrialIsNotWidenedButStillTakenBack() {
    task.released(1).releasedTail(2).seen(Task.NOTHING_YET).told(new Command.Pause());
    task.seen(Task.GOOD).after(Duration.ofDays(1));
    assertEquals("HELD 1 candidate 2 at 1 %", task.line());
    assertEquals("CANARY 1 candidate 2 at 10 %", task.told(new Command.Resume()).line());
    assertEquals("HELD 1", task.told(new Command.Pause()).seen(Task.BAD).line());
  }

  @Test
  void whatAPersonHoldsIsNotTakenBackUnderThem() {
    task.released(1).released(2).told(new Command.Pause()).seen(Task.BAD);
    assertEquals("HELD 2", task.line());
    assertTrue(task.rollout().told().why().contains("held by a person, although worse"));
    assertEquals("ROLLED_BACK 1", task.told(new Command.Resume()).line());
  }

  @Test
  void aRollBackDuringATrialEndsTheTrialAndHolds() {
    task.released(1).releasedTail(2).told(new Command.RollBack(0));
    assertEquals("HELD 1", task.line());
  }

  @Test
  void aCommandThatExpectedAnotherCandidateOrPhaseIsRefused() {
    task.released(1).releasedTail(2).seen(Task.NOTHING_YET);
    task.told(new Command.Promote(0), new Command.Expected(1, 3, null));
    assertEquals("the command expected version 3 on trial, but it is version 2", task.refusal());
    task.told(new Command.Promote(0), new Command.Expected(1, 2, Rollout.Phase.SHADOW));
    assertEquals("the command expected the phase SHADOW, but it is CANARY", task.refusal());
    assertEquals(
        "STABLE 2",
        task.told(new Command.Promote(0), new Command.Expected(1, 2, Rollout.Phase.CANARY)).line());
  }

  @Test
  void aCandidateThatAReplicaRefusesIsTakenBack() {
    assertEquals("ROLLED_BACK 1", task.released(1).releasedTail(2).refused(2).line());
  }

  @Test
  void aTrialBeginsAnewIfItsBaselineIsRefused() {
    task.released(1).released(2).releasedTail(3).seen(Task.NOTHING_YET).refused(2);
    assertEquals("SHADOW 1 candidate 3 at 0 %", task.line());
  }

  @Test
  void aDeletedTaskHasNoTrialAndNobodyWaits() {
    task.released(1).releasedTail(2).seen(Task.NOTHING_YET);
    task.on(new Event.Deleted());
    assertEquals("STABLE 1", task.line());
    assertEquals("the task was deleted", task.rollout().told().why());
    var queue = Task.of(Plan.CANARY, Policy.Overlap.QUEUE);
    queue.released(1).releasedTail(2).releasedTail(3).on(new Event.Deleted());
    assertEquals(List.of(), queue.rollout().waiting());
    assertSame(queue.rollout(), queue.on(new Event.Deleted()).rollout());
  }
}
