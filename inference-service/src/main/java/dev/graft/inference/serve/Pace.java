package dev.graft.inference.serve;

import java.time.Duration;

/**
 * How patient loading is.
 *
 * @param firstRetry pause after the first failure; doubles with each
 * @param longestRetry longest pause
 * @param missing how long a file may be absent before its version is refused
 */
public record Pace(Duration firstRetry, Duration longestRetry, Duration missing) {

  public static final Pace DEFAULT =
      new Pace(Duration.ofMillis(250), Duration.ofSeconds(10), Duration.ofSeconds(30));

  Duration after(int failures) {
    var doubled = firstRetry.multipliedBy(1L << Math.min(16, failures - 1));
    return doubled.compareTo(longestRetry) < 0 ? doubled : longestRetry;
  }
}
