package dev.graft.deploy.weights;

import java.time.Duration;

/**
 * How long to wait for a hub, and how often to try.
 *
 * @param connect for its name to be found, and then for a connection
 * @param silence for the next bytes, and for the first
 * @param tries in a row that bring nothing new
 * @param pause after the first of them; doubled after each
 */
public record Patience(Duration connect, Duration silence, int tries, Duration pause) {
  /** For people who wait. */
  public static final Patience USUAL =
      new Patience(Duration.ofSeconds(5), Duration.ofSeconds(15), 5, Duration.ofSeconds(1));

  Duration pauseAfter(int failures) {
    return pause.multipliedBy(1L << Math.min(failures - 1, 5));
  }
}
