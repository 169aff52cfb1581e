package dev.graft.vision.strategy;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the head alone has reached.
 *
 * @param accuracy on examples that it had not seen
 * @param judgedOn how many those were
 * @param curve accuracy while examples came, in any order
 */
public record HeadRecord(double accuracy, int judgedOn, List<Point> curve) {
  /** A gain that is smaller is none, however many examples say so. */
  private static final double LEAST_GAIN = 0.005;

  private static final int MOST_TIMES = 4;

  /** Accuracy of a head that was fitted on so many examples. */
  public record Point(int examples, double accuracy) {}

  public HeadRecord {
    curve = curve.stream().sorted(Comparator.comparingInt(Point::examples)).toList();
  }

  /** Standard error of the accuracy. */
  public double standardError() {
    return judgedOn == 0 ? 1 : Math.sqrt(Math.max(accuracy * (1 - accuracy), 1e-4) / judgedOn);
  }

  /**
   * What the last doubling of the examples has brought; empty if they have not doubled yet, or more
   * than fourfold since the point before: that was no doubling, and judged by few.
   */
  public OptionalDouble gainOfLastDoubling() {
    if (curve.isEmpty()) {
      return OptionalDouble.empty();
    }
    Point last = curve.get(curve.size() - 1);
    Optional<Point> half =
        curve.stream()
            .filter(point -> 2 * point.examples() <= last.examples())
            .max(Comparator.comparingInt(Point::examples))
            .filter(point -> MOST_TIMES * point.examples() >= last.examples());
    return half.map(point -> OptionalDouble.of(last.accuracy() - point.accuracy()))
        .orElse(OptionalDouble.empty());
  }

  /** Whether the last doubling brought no more than chance would; false while that is not known. */
  public boolean stoppedImproving() {
    OptionalDouble gain = gainOfLastDoubling();
    return gain.isPresent() && gain.getAsDouble() < Math.max(LEAST_GAIN, standardError() / 2);
  }
}
