package dev.graft.inference.serve;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work by key, off the threads that ask for it: never twice at once for one key, and once more if
 * it was asked for meanwhile. Work reads what is newest when its turn comes, so whatever came in
 * between is skipped.
 */
final class Turns implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Turns.class);
  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(5);

  private enum State {
    WAITING,
    RUNNING,
    RUNNING_AND_ASKED_AGAIN
  }

  private final Consumer<String> work;
  private final ScheduledExecutorService threads;
  private final Map<String, State> states = new HashMap<>(); // guarded by this
  private boolean started; // guarded by this

  Turns(int threads, Consumer<String> work) {
    this.work = work;
    var count = new AtomicInteger();
    this.threads =
        Executors.newScheduledThreadPool(
            threads,
            task -> {
              var thread = new Thread(task, "swap-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Lets the work begin, with everything that was asked for until now. */
  synchronized void start() {
    started = true;
    states.keySet().forEach(this::execute);
  }

  synchronized void ask(String key) {
    var state = states.get(key);
    if (state == null) {
      states.put(key, State.WAITING);
      if (started) {
        execute(key);
      }
    } else if (state == State.RUNNING) {
      states.put(key, State.RUNNING_AND_ASKED_AGAIN);
    }
  }

  void askLater(String key, Duration delay) {
    if (!threads.isShutdown()) {
      threads.schedule(() -> ask(key), delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Work that belongs to no key, on the same threads. */
  void every(Duration period, Runnable regular) {
    threads.scheduleWithFixedDelay(
        () -> {
          try {
            regular.run();
          } catch (RuntimeException fault) { // or it would never be run again
            log.error("regular work failed", fault);
          }
        },
        period.toNanos(),
        period.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  private void execute(String key) {
    if (!threads.isShutdown()) {
      threads.execute(() -> turn(key));
    }
  }

  private void turn(String key) {
    synchronized (this) {
      states.put(key, State.RUNNING);
    }
    try {
      work.accept(key);
    } catch (RuntimeException
        | Error fault) { // ours: say so, and do not leave the key behind for ever
      log.error("a turn for {} failed", key, fault);
      askLater(key, AFTER_A_FAULT);
    } finally {
      over(key);
    }
  }

  private synchronized void over(String key) {
    if (states.remove(key) == State.RUNNING_AND_ASKED_AGAIN) {
      ask(key);
    }
  }

  /** Lets running work end for a while, starts no more. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        log.warn("a swap did not end within 10 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
