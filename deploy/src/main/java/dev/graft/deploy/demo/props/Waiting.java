package dev.graft.deploy.demo.props;

import dev.graft.deploy.Failure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for something that the system will say, but not for ever. */
public final class Waiting {
  private Waiting() {}

  /** Returns whether it became true in time. */
  public static boolean until(BooleanSupplier condition, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  /** As above, but not to be lived without. */
  public static void need(String what, BooleanSupplier condition, Duration patience) {
    if (!until(condition, patience)) {
      throw new Failure("waited " + patience.toSeconds() + " s in vain for " + what);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }
}
