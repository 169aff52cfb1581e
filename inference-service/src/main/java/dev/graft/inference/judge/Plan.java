package dev.graft.inference.judge;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How a kind of version earns its traffic.
 *
 * @param mode how
 * @param shares of the traffic in canary, growing, fractions from 0.0001 to 1
 * @param soak shortest time on each share
 */
public record Plan(Mode mode, List<Double> shares, Duration soak) {

  /** Ways to become stable. */
  public enum Mode {
    /** The gate decides alone; the version serves at once and is watched. */
    DIRECT,
    /** Scored on every request and never served, until evidence or a person makes it stable. */
    SHADOW,
    /** Served to a growing share, as the evidence grows. */
    CANARY
  }

  private static final double LEAST_SHARE = 0.0001;

  public static final Plan DIRECT = new Plan(Mode.DIRECT, List.of(), Duration.ZERO);
  public static final Plan CANARY =
      new Plan(Mode.CANARY, List.of(0.01, 0.1, 0.5), Duration.ofMinutes(10));

  public Plan {
    shares = List.copyOf(shares);
    var last = 0.0;
    for (double share : shares) {
      if (!(share >= LEAST_SHARE && share <= 1 && share > last)) {
        throw new IllegalArgumentException(
            "shares must grow, from 0.0001 to at most 1, not " + shares);
      }
      last = share;
    }
    if (mode == Mode.CANARY && shares.isEmpty()) {
      throw new IllegalArgumentException("a canary needs at least one share, such as 0.01");
    }
    if (soak.isNegative()) {
      throw new IllegalArgumentException("the soak can't be negative: " + soak);
    }
  }

  /** The next share above this one; empty: the next step is to be stable. */
  OptionalDouble above(double share) {
    return mode == Mode.CANARY
        ? shares.stream().mapToDouble(each -> each).filter(each -> each > share).findFirst()
        : OptionalDouble.empty();
  }

  /** How much of the evidence for a promotion the step up from this share needs, 0 to 1. */
  double needed(double share) {
    if (mode != Mode.CANARY) {
      return 1;
    }
    var passed = shares.stream().filter(each -> each <= share).count();
    return (double) passed / shares.size();
  }
}
