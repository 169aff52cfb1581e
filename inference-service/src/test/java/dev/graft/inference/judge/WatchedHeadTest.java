package dev.graft.inference.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.inference.evidence.Pairs;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A new head of the stable space serves at once and is watched. */
class WatchedHeadTest {

  private final Task task = Task.of(Plan.CANARY, Policy.Overlap.LATEST);

  @Test
  void aNewHeadServesAtOnceAndIsWatched() {
    task.released(1).released(2);
    assertEquals("STABLE 2", task.line());
    assertTrue(task.rollout().trial().between(2, 1));
  }

  @Test
  void aWatchedHeadThatTurnsOutWorseIsTakenBack() {
    task.released(1).released(2).seen(Task.BAD);
    assertEquals("ROLLED_BACK 1", task.line());
    assertEquals(
        "version 2 was rolled back to version 1: worse: 10 better, 60 worse, 930 same, effect -0.05",
        task.rollout().told().why());
    assertEquals("STABLE 3", task.released(3).line());
  }

  @Test
  void headsThatFollowQuicklyAreComparedWithTheOneBeforeThemAll() {
    task.released(1).released(2).released(3).released(4);
    assertTrue(task.rollout().trial().between(4, 1));
    assertEquals("ROLLED_BACK 1", task.seen(Task.BAD).line());
  }

  @Test
  void afterTheWatchNothingIsOnTrial() {
    task.released(1).released(2).after(Duration.ofDays(8));
    assertEquals("STABLE 2", task.line());
    assertEquals(null, task.rollout().trial());
  }

  @Test
  void moreOfTheSameEvidenceIsNotWorthAWord() {
    task.released(1).released(2).seen(Task.pairs(5, 5, 990));
    var told = task.rollout();
    assertSame(told, now(told, Task.pairs(5, 5, 991)));
    assertSame(told, now(told, asked(0)));
    assertEquals(told.told().revision() + 1, now(told, Task.pairs(5, 5, 1090)).told().revision());
    assertEquals(told.told().revision() + 1, now(told, Task.pairs(5, 15, 980)).told().revision());
    assertEquals(told.told().revision() + 1, now(told, asked(1)).told().revision());
  }

  @Test
  void whatHasChangedForAWhileIsTold() {
    task.released(1).released(2).seen(Task.pairs(5, 5, 990));
    var revision = task.rollout().told().revision();
    task.seen(Task.pairs(5, 5, 991)); // an hour later
    assertEquals(revision + 1, task.rollout().told().revision());
  }

  /** The same labels, and some requests without. */
  private static Evidence asked(long requests) {
    return new Evidence(
        true,
        Pairs.NONE,
        new Pairs(5, 5, 990),
        new Guards(requests, 0, 0, 0, 0, Map.of(), Map.of()));
  }

  private static Rollout now(Rollout rollout, Evidence evidence) {
    return Judge.next(
        rollout, new Event.Observed(2, 1, evidence), Policy.DEFAULT, rollout.told().since());
  }
}
