package dev.graft.inference.serve;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what is in memory serve, and be tried, as the newest goal wants it. Never loads. */
final class Flips {

  private static final Logger log = LoggerFactory.getLogger(Flips.class);

  private final SwapMeters meters;
  private final InstantSource clock;
  private volatile @Nullable Instant begun;

  Flips(SwapMeters meters, InstantSource clock) {
    this.meters = meters;
    this.clock = clock;
  }

  /** Words from before this are history: they are carried out, but not measured. */
  void begin() {
    begun = clock.instant();
  }

  /** Called from any thread; does nothing before the beginning. */
  void lineUp(TaskServing task) {
    var since = begun;
    if (since == null) {
      return;
    }
    synchronized (task.flips) {
      var goal = task.goal();
      if (goal.deleted()) {
        return;
      }
      var before = task.shelf.lineup();
      task.shelf.follow(goal.stable(), goal.trial());
      var after = task.shelf.lineup();
      serving(task, goal, version(before), version(after), since);
      trying(before.complete(), after.complete(), since);
    }
  }

  private void serving(TaskServing task, Goal goal, long before, long after, Instant since) {
    if (after == before || after == 0) {
      return;
    }
    meters.swaps.increment();
    log.info("task {} serves version {} (before: {})", task.taskId, after, before);
    if (!goal.since().isBefore(since)) {
      meters.converged(after < before ? "back" : "forward", goal.since(), clock.instant());
    }
  }

  private void trying(@Nullable OnTrial before, @Nullable OnTrial after, Instant since) {
    if (after != null && !after.equals(before) && !after.since().isBefore(since)) {
      meters.converged("trial", after.since(), clock.instant());
    }
  }

  private static long version(Lineup lineup) {
    var serving = lineup.serving();
    return serving == null ? 0 : serving.version();
  }
}
