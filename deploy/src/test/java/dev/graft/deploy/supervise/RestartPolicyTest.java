package dev.graft.deploy.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
  private final RestartPolicy policy =
      new RestartPolicy(Duration.ofMillis(250), Duration.ofSeconds(15), Duration.ofSeconds(30));

  @Test
  void waitsTwiceAsLongAfterEachDeathUpToALimit() {
    var pauses =
        IntStream.rangeClosed(1, 9).mapToObj(policy::pause).map(Duration::toMillis).toList();
    assertEquals(
        java.util.List.of(250L, 500L, 1000L, 2000L, 4000L, 8000L, 15000L, 15000L, 15000L), pauses);
  }

  @Test
  void waitsAtMostTheLimitAfterAnyNumberOfDeaths() {
    assertEquals(Duration.ofSeconds(15), policy.pause(1_000_000));
  }

  @Test
  void forgetsEarlierDeathsOfWhatHasLivedForAWhile() {
    assertEquals(1, policy.deathsInARow(7, Duration.ofSeconds(30)));
    assertEquals(8, policy.deathsInARow(7, Duration.ofSeconds(29)));
  }
}
