package dev.graft.loop;

import java.util.concurrent.atomic.AtomicInteger;

/** How many processors of a topology look at the clock often now; any thread may ask. */
public final class Wakefulness {
  private final AtomicInteger awake = new AtomicInteger();

  /** One of them begins to; it says as often that it has ended. */
  public void begin() {
    awake.incrementAndGet();
  }

  public void end() {
    awake.decrementAndGet();
  }

  boolean any() {
    return awake.get() > 0;
  }
}
