package dev.graft.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class TimelineTest {
  private static Timeline of(long... moments) {
    var timeline = new Timeline();
    for (long moment : moments) {
      timeline.note(moment);
    }
    return timeline;
  }

  @Test
  void aPauseThatBeganBeforeTheWindowCountsWhole() {
    assertEquals(60, of(10, 20, 80, 90, 100).longestPause(50, 100));
  }

  @Test
  void aPauseThatIsStillOnCountsAsFarAsTheWindow() {
    assertEquals(70, of(10, 20, 30).longestPause(15, 100));
  }

  @Test
  void orderOfNotingDoesNotMatter() {
    assertEquals(of(1, 5, 40, 50).longestPause(0, 50), of(50, 5, 40, 1).longestPause(0, 50));
  }

  @Test
  void countsWithinAWindow() {
    assertEquals(2, of(1, 5, 40, 50).within(5, 50));
  }
}
