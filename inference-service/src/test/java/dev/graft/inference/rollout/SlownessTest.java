package dev.graft.inference.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.v1.GuardPolicy;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlownessTest {

  @ParameterizedTest
  @CsvSource({
    "20, 20, false",
    "41, 20, true", // more than twice as long, and more than 10 ms longer
    "40, 20, false",
    "9, 1, false", // noise
    "12, 1, true",
    "150, 100, false",
    "0, 0, false" // nobody said
  })
  void isLongerByAFactorAndByAWhile(int candidate, int other, boolean slow) {
    var usual = Slowness.of(GuardPolicy.getDefaultInstance());
    assertEquals(slow, usual.slow(Duration.ofMillis(candidate), Duration.ofMillis(other)));
  }
}
