package dev.graft.inference.record;

import dev.graft.loop.Publisher;
import dev.graft.topics.Topics;
import dev.graft.v1.Predicted;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes answers to graft.predictions, on a thread of its own and a moment later: an answer is on
 * its way to the caller before its line is made, and need not share the processor with it. Answers
 * = recorded + dropped.
 */
public final class Recorder implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Recorder.class);

  private static final int MOST_WAITING = 1024;

  /**
   * What an answer needs from the forward pass to its caller on the same machine, and some more.
   */
  private static final int LATER_MILLIS = 5;

  private final Publisher publisher;
  private final Counter recorded;
  private final Counter dropped;
  private final Semaphore room = new Semaphore(MOST_WAITING);
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            var made = new Thread(task, "recorder");
            made.setDaemon(true);
            return made;
          });

  public Recorder(Publisher publisher, MeterRegistry registry) {
    this.publisher = publisher;
    this.recorded = registry.counter("graft.inference.predictions", "outcome", "recorded");
    this.dropped = registry.counter("graft.inference.predictions", "outcome", "dropped");
  }

  /** Never blocks. False: too many wait, and it is dropped. */
  public boolean record(Supplier<Predicted> answer) {
    if (!room.tryAcquire()) {
      dropped.increment();
      return false;
    }
    try {
      thread.schedule(() -> send(answer), LATER_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (RejectedExecutionException closed) {
      dropped.increment();
      return false;
    }
  }

  private void send(Supplier<Predicted> answer) {
    room.release();
    var taken = false;
    try {
      var predicted = answer.get();
      taken = publisher.trySend(Topics.PREDICTIONS, predicted.getTaskId(), predicted);
    } catch (RuntimeException fault) { // nobody waits who could be told
      log.error("an answer left, but its line was not written, by our fault", fault);
    }
    (taken ? recorded : dropped).increment();
  }

  /** Writes what waits, for some seconds. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        dropped.increment(thread.shutdownNow().size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
