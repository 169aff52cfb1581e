package dev.graft.embedded;

import java.util.concurrent.locks.LockSupport;

/** For tests that look again and again whether others have done something. */
public final class Moment {
  private static final long NANOS = 1_000_000;

  private Moment() {}

  /**
   * Leaves the processor to the others for a millisecond.
   *
   * @throws AssertionError if we were interrupted, which is how a test hears that its time is over
   */
  public static void pass() {
    LockSupport.parkNanos(NANOS);
    if (Thread.interrupted()) {
      throw new AssertionError("what was waited for did not happen in time");
    }
  }
}
