package dev.graft.bench.report;

import java.util.Collection;
import java.util.Locale;

/** The middle of repeated measurements and how far they lie apart. */
public record Spread(double median, double least, double most, int rounds) {

  /**
   * @throws IllegalArgumentException of nothing
   */
  public static Spread of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
  }

  /** {@code 12.3 (11.9 to 12.8)}. */
  public String text(int decimals) {
    var number = "%." + decimals + "f";
    return String.format(
        Locale.ROOT, number + " (" + number + " to " + number + ")", median, least, most);
  }
}
