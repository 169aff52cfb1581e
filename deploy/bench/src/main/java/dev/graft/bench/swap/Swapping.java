package dev.graft.bench.swap;

import dev.graft.bench.premade.Premade;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Promotes one version after the other while something else goes on. */
final class Swapping {
  private final Premade premade;
  private final List<Long> versions;
  private final long everyMillis;
  private final AtomicInteger swaps = new AtomicInteger();
  private int next;

  Swapping(Premade premade, List<Long> versions, long everyMillis) {
    this.premade = premade;
    this.versions = versions;
    this.everyMillis = everyMillis;
  }

  /** Swaps from the beginning to the end of the work; a swap that fails, fails the benchmark. */
  <T> T during(Supplier<T> work) throws InterruptedException {
    var timer = Executors.newSingleThreadScheduledExecutor();
    var swapping = timer.scheduleAtFixedRate(this::swap, 0, everyMillis, TimeUnit.MILLISECONDS);
    T result = work.get();
    timer.shutdown();
    timer.awaitTermination(30, TimeUnit.SECONDS);
    if (!swapping.isCancelled()) {
      failWith(swapping);
    }
    return result;
  }

  private static void failWith(java.util.concurrent.Future<?> swapping)
      throws InterruptedException {
    try {
      swapping.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a swap failed", e.getCause());
    }
  }

  private void swap() {
    next = (next + 1) % versions.size();
    premade.promote(versions.get(next));
    swaps.incrementAndGet();
  }

  /** Those so far do not count. */
  void forget() {
    swaps.set(0);
  }

  int count() {
    return swaps.get();
  }
}
