package dev.graft.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class TrendTest {
  private static final double[] SECONDS =
      IntStream.range(0, 120).mapToDouble(i -> 10.0 * i).toArray();

  @Test
  void findsTheSlopeOfALine() {
    var trend =
        Trend.of(SECONDS, IntStream.range(0, 120).mapToDouble(i -> 100 + i / 360.0).toArray());
    assertEquals(1, trend.perHour(), 1e-9);
    assertEquals(1, trend.percent(trend.perHour()), 0.01);
  }

  @Test
  void isNotBentByAFewOutliers() {
    double[] values = IntStream.range(0, 120).mapToDouble(i -> 100).toArray();
    for (int i = 100; i < 120; i++) {
      values[i] = 1e6;
    }
    assertEquals(0, Trend.of(SECONDS, values).perHour(), 1e-9);
  }

  @Test
  void theIntervalOfNoiseHoldsZeroAboutNineteenTimesOfTwenty() {
    long holding =
        LongStream.range(0, 200)
            .mapToObj(seed -> Trend.of(SECONDS, noise(seed)))
            .filter(trend -> trend.least() < 0 && trend.most() > 0)
            .count();
    assertTrue(holding >= 180 && holding < 200, holding + " of 200");
  }

  @Test
  void theIntervalOfARiseIsAboveZero() {
    double[] noise = noise(1);
    double[] rise = IntStream.range(0, 120).mapToDouble(i -> noise[i] + i * 0.1).toArray();
    assertTrue(Trend.of(SECONDS, rise).least() > 0);
  }

  private static double[] noise(long seed) {
    var random = new Random(seed);
    return IntStream.range(0, 120).mapToDouble(i -> 100 + random.nextGaussian()).toArray();
  }

  @Test
  void needsThreeSamples() {
    assertThrows(IllegalArgumentException.class, () -> Trend.of(new double[2], new double[2]));
  }
}
