package dev.graft.bench.soak;

import java.util.Arrays;

/**
 * A straight line through a series that a few outliers can't bend: the median of the slopes between
 * all pairs (Theil 1950), with the interval of Sen (1968, "Estimates of the regression coefficient
 * based on Kendall's tau"), which takes the samples for independent. Samples of a process are not
 * quite, so the true interval is somewhat wider.
 *
 * @param level median of the series
 * @param perHour slope, in units of the series
 * @param least lower end of the 95 % interval of the slope
 * @param most its upper end
 */
public record Trend(double level, double perHour, double least, double most) {
  private static final double NORMAL_975 = 1.959964;

  /**
   * @param seconds when each value was taken
   * @throws IllegalArgumentException of fewer than three samples
   */
  public static Trend of(double[] seconds, double[] values) {
    int n = values.length;
    if (n < 3 || seconds.length != n) {
      throw new IllegalArgumentException("a trend needs three samples with their times, got " + n);
    }
    double[] slopes = new double[n * (n - 1) / 2];
    int pairs = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        if (seconds[j] != seconds[i]) {
          slopes[pairs++] = (values[j] - values[i]) / (seconds[j] - seconds[i]) * 3600;
        }
      }
    }
    double[] sorted = Arrays.copyOf(slopes, pairs);
    Arrays.sort(sorted);
    double spread = NORMAL_975 * Math.sqrt(n * (n - 1.0) * (2.0 * n + 5) / 18);
    int low = (int) Math.max(0, Math.floor((pairs - spread) / 2));
    int high = (int) Math.min(pairs - 1.0, Math.ceil((pairs + spread) / 2));
    return new Trend(median(values), middle(sorted), sorted[low], sorted[high]);
  }

  /** A slope in percent of the level, an hour; 0 where the level is 0. */
  public double percent(double slope) {
    return level == 0 ? 0 : 100 * slope / level;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return middle(sorted);
  }

  private static double middle(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
