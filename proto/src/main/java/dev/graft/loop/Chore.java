package dev.graft.loop;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done again and again on a thread of its own, such as tidying up. Replicas do it at
 * different times. A broken world is tried again with a back-off and shows in what health says, but
 * keeps nobody from their work: a chore is always ready. Only an error ends it, and then the
 * process ends too.
 *
 * <p>{@code graft.chore.runs} and {@code graft.chore.failures} count, {@code
 * graft.chore.last.success} is the time of the last success in epoch seconds, 0 for none yet.
 */
public final class Chore implements Runs {
  private static final Logger log = LoggerFactory.getLogger(Chore.class);

  private final String name;
  private final Duration every;
  private final Duration first;
  private final Work work;
  private final Counter runs;
  private final Counter failures;
  private final AtomicLong lastSuccess;
  private final BackOff backOff = new BackOff();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile String why = "has not run yet";
  private @Nullable Thread thread;

  /** What is done. */
  @FunctionalInterface
  public interface Work {
    /** Does it once, and says in a few words what was done. */
    String run(Pauses pauses) throws InterruptedException;
  }

  /** Lets long work go slowly. */
  @FunctionalInterface
  public interface Pauses {
    /** Throws when the process stops. */
    void pause(Duration time) throws InterruptedException;
  }

  private Chore(String name, Duration first, Duration every, Work work, MeterRegistry registry) {
    this.name = name;
    this.first = first;
    this.every = every;
    this.work = work;
    this.runs = registry.counter("graft.chore.runs", "chore", name);
    this.failures = registry.counter("graft.chore.failures", "chore", name);
    this.lastSuccess =
        registry.gauge(
            "graft.chore.last.success",
            java.util.List.of(io.micrometer.core.instrument.Tag.of("chore", name)),
            new AtomicLong());
  }

  /**
   * A chore, not started yet.
   *
   * @param first it is done for the first time within this long
   * @param every and then again after this long, a tenth more or less
   */
  public static Chore of(
      String name, Duration first, Duration every, Work work, MeterRegistry registry) {
    return new Chore(name, first, every, work, registry);
  }

  @Override
  public synchronized Chore start() {
    if (thread == null) {
      thread = new Thread(this::live, "graft-chore-" + name);
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler((t, e) -> log.error("{} has died", name(), e));
      thread.start();
    }
    return this;
  }

  private void live() {
    try {
      pause(part(first, 0, 1));
      while (true) {
        pause(once() ? part(every, 0.9, 1.1) : backOff.next());
      }
    } catch (InterruptedException e) {
      log.debug("{} is stopped", name());
    }
  }

  /** True if it went well. */
  boolean once() throws InterruptedException {
    try {
      why = work.run(this::pause) + " at " + Instant.now();
      runs.increment();
      lastSuccess.set(Instant.now().getEpochSecond());
      backOff.reset();
      return true;
    } catch (RuntimeException e) { // the world is broken
      failures.increment();
      if (!why.endsWith(e.toString())) { // once per trouble
        log.warn("{} tries again until this is over", name(), e);
      }
      why = "tries again after " + e;
      return false;
    }
  }

  private void pause(Duration time) throws InterruptedException {
    if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("stopping");
    }
  }

  private static Duration part(Duration whole, double least, double most) {
    double share = ThreadLocalRandom.current().nextDouble(least, most);
    return Duration.ofMillis((long) (whole.toMillis() * share));
  }

  @Override
  public String name() {
    return "chore " + name;
  }

  @Override
  public LoopHealth health() {
    var running = thread;
    return running != null && !running.isAlive() && closing.getCount() > 0
        ? LoopHealth.dead("its thread has ended: " + why)
        : LoopHealth.ready(why);
  }

  @Override
  public void close() {
    closing.countDown();
    var running = thread;
    if (running != null) {
      try {
        running.join(10_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
