package dev.graft.loop;

import java.time.Duration;

/**
 * How long to wait before the next try: doubles from 100 ms up to 5 s, starts anew after a success.
 */
final class BackOff {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private Duration next = FIRST;

  synchronized Duration next() {
    var now = next;
    var twice = next.multipliedBy(2);
    next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    return now;
  }

  synchronized void reset() {
    next = FIRST;
  }
}
