package dev.graft.deploy.supervise;

import java.time.Duration;

/**
 * How long to wait before a part that died is started again: twice as long each time, and from the
 * beginning again once it has lived for a while.
 *
 * @param first wait after the first death
 * @param longest wait that is never exceeded
 * @param settled a part that lived this long has recovered
 */
record RestartPolicy(Duration first, Duration longest, Duration settled) {
  static final RestartPolicy USUAL =
      new RestartPolicy(Duration.ofMillis(250), Duration.ofSeconds(15), Duration.ofSeconds(30));

  /** Deaths in a row, counting this one. */
  int deathsInARow(int before, Duration lived) {
    return lived.compareTo(settled) >= 0 ? 1 : before + 1;
  }

  Duration pause(int deathsInARow) {
    var doubled = first.multipliedBy(1L << Math.min(deathsInARow - 1, 20));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }
}
