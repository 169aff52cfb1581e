package dev.graft.bench.report;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * How far the medians of two interleaved series lie apart, with the 95 % interval of the bootstrap
 * (Efron 1979, percentiles). Stretches of neighbours are drawn, of both series together (Künsch
 * 1989): a machine is slow for a while, and then both are.
 *
 * @param without median of the first series
 * @param difference of the medians, second less first
 * @param least lower end of the interval
 * @param most its upper end
 */
public record MedianDifference(double without, double difference, double least, double most) {
  private static final int RESAMPLES = 4_000;
  private static final int STRETCH = 20;

  /**
   * @param without in the order in which it was measured, as is the other
   * @throws IllegalArgumentException of fewer than two stretches of 20, or of series that differ in
   *     length
   */
  public static MedianDifference of(double[] without, double[] with, long seed) {
    if (without.length != with.length || without.length < 2 * STRETCH) {
      throw new IllegalArgumentException(
          "two series of the same length, of at least %d, are needed: not %d and %d"
              .formatted(2 * STRETCH, without.length, with.length));
    }
    var random = new SplittableRandom(seed);
    var drawn = new double[RESAMPLES];
    var one = new double[without.length];
    var other = new double[without.length];
    for (int resample = 0; resample < RESAMPLES; resample++) {
      draw(random, without, with, one, other);
      drawn[resample] = median(other) - median(one);
    }
    var interval = new Percentile();
    interval.setData(drawn);
    double middle = median(without);
    return new MedianDifference(
        middle, median(with) - middle, interval.evaluate(2.5), interval.evaluate(97.5));
  }

  private static void draw(
      SplittableRandom random, double[] without, double[] with, double[] one, double[] other) {
    for (int at = 0; at < one.length; at += STRETCH) {
      int from = random.nextInt(without.length - STRETCH + 1);
      int length = Math.min(STRETCH, one.length - at);
      System.arraycopy(without, from, one, at, length);
      System.arraycopy(with, from, other, at, length);
    }
  }

  private static double median(double[] values) {
    return new Median().evaluate(Arrays.copyOf(values, values.length));
  }

  /** A difference in percent of the first series' median. */
  public double percent(double value) {
    return 100 * value / without;
  }
}
