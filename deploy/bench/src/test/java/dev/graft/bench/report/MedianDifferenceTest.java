package dev.graft.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MedianDifferenceTest {

  @Test
  void ofTheSameSeriesTwiceIsNothing() {
    var series = series(400, 10, 1);
    assertEquals(
        new MedianDifference(median(series), 0, 0, 0), MedianDifference.of(series, series, 1));
  }

  @Test
  void itsIntervalHoldsTheTrueDifferenceInAboutNineteenOfTwentyCases() {
    int held = 0;
    for (int seed = 0; seed < 60; seed++) {
      var found = MedianDifference.of(series(400, 10, seed), series(400, 10.2, 1000 + seed), seed);
      held += found.least() <= 0.2 && 0.2 <= found.most() ? 1 : 0;
    }
    assertTrue(held >= 51, held + " of 60 intervals hold the difference");
  }

  @Test
  void slownessThatMeetsBothDoesNotCount() {
    var without = series(400, 10, 1);
    var with = series(400, 10, 2);
    for (int at = 100; at < 180; at++) {
      without[at] += 8;
      with[at] += 8;
    }
    var found = MedianDifference.of(without, with, 3);
    assertTrue(found.least() <= 0 && 0 <= found.most(), found.toString());
    assertTrue(found.most() - found.least() < 1, found.toString());
  }

  @Test
  void tooLittleIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> MedianDifference.of(new double[39], new double[39], 1));
  }

  private static double[] series(int length, double middle, long seed) {
    var random = new Random(seed);
    return IntStream.range(0, length).mapToDouble(at -> middle + random.nextGaussian()).toArray();
  }

  private static double median(double[] values) {
    var sorted = values.clone();
    java.util.Arrays.sort(sorted);
    return (sorted[values.length / 2 - 1] + sorted[values.length / 2]) / 2;
  }
}
