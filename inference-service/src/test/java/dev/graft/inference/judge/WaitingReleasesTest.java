package dev.graft.inference.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Versions that are released while another is on trial. */
class WaitingReleasesTest {

  private final Task task = Task.of(Plan.CANARY, Policy.Overlap.LATEST);

  @Test
  void theLatestReleaseTakesTheCandidatesPlace() {
    task.released(1).releasedTail(2).releasedTail(3);
    task.after(Duration.ZERO);
    assertEquals(
        "SHADOW 1 candidate 2 at 0 %", task.line()); // an hour has passed: held to its trial
    var quick = Task.of(Plan.CANARY, Policy.Overlap.LATEST, Duration.ofHours(2));
    assertEquals(
        "SHADOW 1 candidate 3 at 0 %", quick.released(1).releasedTail(2).releasedTail(3).line());
  }

  @Test
  void releasesWithoutEndStarveNoTrial() {
    var busy = Task.of(Plan.CANARY, Policy.Overlap.LATEST, Duration.ofHours(5));
    busy.released(1);
    for (var version = 2; version < 40; version++) {
      busy.releasedTail(version);
    }
    assertEquals("SHADOW 1 candidate 6 at 0 %", busy.line());
    assertEquals(List.of(Task.version(39, "space-39")), busy.rollout().waiting());
    assertEquals("SHADOW 1 candidate 39 at 0 %", busy.after(Duration.ofDays(7)).line());
  }

  @Test
  void aQueueBeginsThemInOrder() {
    var queue = Task.of(Plan.CANARY, Policy.Overlap.QUEUE);
    queue.released(1).releasedTail(2).releasedTail(3).releasedTail(4);
    assertEquals("SHADOW 1 candidate 2 at 0 %", queue.line());
    assertEquals("SHADOW 1 candidate 3 at 0 %", queue.seen(Task.BAD).line());
    assertEquals("SHADOW 1 candidate 4 at 0 %", queue.told(new Command.Abort()).line());
  }

  @Test
  void aHeadOfTheStableVersionServesWhileATailIsOnTrial() {
    task.released(1).releasedTail(2).seen(Task.NOTHING_YET).released(3);
    assertEquals("CANARY 3 candidate 2 at 1 %", task.line());
  }
}
