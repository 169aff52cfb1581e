package dev.graft.bench.trials;

import dev.graft.deploy.Failure;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Until something is so. */
final class Waiting {
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private Waiting() {}

  /**
   * Looks again and again; a door that does not answer is one more reason to wait.
   *
   * @throws Failure it is not so within minutes
   */
  static void until(String what, Duration pause, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() - deadline > 0) {
        throw new Failure("not within " + LONGEST.toSeconds() + " s: " + what);
      }
      pause(pause);
    }
  }

  private static boolean holds(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (StatusRuntimeException notYet) {
      return false;
    }
  }

  static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }
}
