package dev.graft.vision.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.graft.vision.strategy.Domain;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DomainDistanceTest {
  @Test
  void equalStatisticsAreNotApart() {
    var one = statistics(layer("a", "a.0", 1, 2), layer("b", "b.0", -3, 0.5));
    assertEquals(0, DomainDistance.between(one, one).overall());
  }

  @Test
  void isTheLogOfTheSymmetricDivergenceAveragedOverChannelsAndStages() {
    var one = statistics(layer("a", "a.0", 0, 1), layer("a", "a.1", 0, 1), layer("b", "b.0", 0, 1));
    // J of N(2, 1) and N(0, 1) is (5 + 5) / 2 - 1 = 4; of N(0, 4) and N(0, 1): (4 + 1/4) / 2 - 1.
    var other =
        statistics(layer("a", "a.0", 2, 1), layer("a", "a.1", 0, 1), layer("b", "b.0", 0, 4));
    var expected =
        new DomainDistance(
            List.of(
                new DomainDistance.StageDistance("a", 2, Math.log(5) / 2),
                new DomainDistance.StageDistance("b", 1, Math.log1p(1.125))));
    assertEquals(expected, DomainDistance.between(one, other));
    assertEquals(expected, DomainDistance.between(other, one));
    assertEquals((Math.log(5) / 2 + Math.log1p(1.125)) / 2, expected.overall());
  }

  @Test
  void aSilentChannelStaysFinite() {
    var silent = statistics(layer("a", "a.0", 0, 0));
    var loud = statistics(layer("a", "a.0", 0, 1));
    assertEquals(
        Math.log1p(50_000 - 1 + 0.5e-5), DomainDistance.between(silent, loud).overall(), 1e-6);
  }

  @Test
  void theThresholdsDivideNearUnclearAndFar() {
    assertEquals(Domain.NEAR, at(0.15).domain());
    assertEquals(Domain.UNCLEAR, at(0.2).domain());
    assertEquals(Domain.FAR, at(0.4).domain());
  }

  @Test
  void refusesStatisticsOfAnotherNetwork() {
    var one = statistics(layer("a", "a.0", 0, 1));
    var other = statistics(layer("a", "a.1", 0, 1));
    assertThrows(IllegalArgumentException.class, () -> DomainDistance.between(one, other));
  }

  private static DomainDistance at(double distance) {
    return new DomainDistance(List.of(new DomainDistance.StageDistance("a", 1, distance)));
  }

  private static DomainStatistics statistics(ChannelStatistics... layers) {
    return new DomainStatistics(1, List.of(layers));
  }

  private static ChannelStatistics layer(String stage, String name, double mean, double variance) {
    return new ChannelStatistics(stage, name, new double[] {mean}, new double[] {variance});
  }
}
