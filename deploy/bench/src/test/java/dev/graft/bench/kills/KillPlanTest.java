package dev.graft.bench.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.deploy.home.Part;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class KillPlanTest {
  private static KillPlan plan(long seed) {
    return KillPlan.of(60, seed, Duration.ofSeconds(3), Duration.ofSeconds(12));
  }

  @Test
  void killsEachPartAsOftenAsTheOthersAtMomentsWithinTheBounds() {
    var kills = plan(1).kills();
    var byPart =
        kills.stream().collect(Collectors.groupingBy(KillPlan.Kill::part, Collectors.counting()));
    assertEquals(Part.values().length, byPart.size());
    byPart.values().forEach(count -> assertEquals(10, count));
    assertTrue(
        kills.stream()
            .allMatch(kill -> kill.millisAfter() >= 3_000 && kill.millisAfter() < 12_000));
  }

  @Test
  void isTheSameForTheSameSeed() {
    assertEquals(plan(7), plan(7));
    assertNotEquals(plan(7), plan(8));
  }
}
