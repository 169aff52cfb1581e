package dev.graft.inference.record;

import dev.graft.loop.Publisher;
import dev.graft.topics.Topics;
import dev.graft.v1.Predicted;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes answers to graft.predictions, on a thread of its own and a moment later, those of that
 * moment together: an answer is on its way to the caller before its line is made, and neither the
 * next ones nor whoever reads the lines need be disturbed for each. Answers = recorded + dropped.
 */
public final class Recorder implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Recorder.class);

  private static final int MOST_WAITING = 1024;

  /** Longest that a line waits for others; with {@link #MOST_WAITING}, 20,000 answers a second. */
  private static final int GATHER_MILLIS = 50;

  private final Publisher publisher;
  private final Counter recorded;
  private final Counter dropped;
  private final BlockingQueue<Supplier<Predicted>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicBoolean due = new AtomicBoolean();
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

  /** Never blocks. False: too many wait, or it is closed, and the answer is dropped. */
  public boolean record(Supplier<Predicted> answer) {
    if (!waiting.offer(answer)) {
      dropped.increment();
      return false;
    }
    return !due.compareAndSet(false, true) || isScheduled(); // whoever comes takes this one too
  }

  private boolean isScheduled() {
    try {
      thread.schedule(this::sendAll, GATHER_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (RejectedExecutionException closed) {
      dropWaiting();
      return false;
    }
  }

  private void sendAll() {
    due.set(false); // before looking: what comes from now on asks for another look
    for (var answer = waiting.poll(); answer != null; answer = waiting.poll()) {
      send(answer);
    }
  }

  private void send(Supplier<Predicted> answer) {
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
    thread.shutdown(); // what is due is still done
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    dropWaiting();
  }

  private void dropWaiting() {
    due.set(false); // before looking: what comes from now on is rejected anew
    for (var answer = waiting.poll(); answer != null; answer = waiting.poll()) {
      dropped.increment();
    }
  }
}
