package dev.graft.inference.record;

import dev.graft.loop.Publisher;
import dev.graft.topics.Topics;
import dev.graft.v1.Predicted;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Writes answers to graft.predictions, on a thread of its own: an answer leaves before its line is
 * made. Answers = recorded + dropped.
 */
public final class Recorder implements AutoCloseable {

  private static final int MOST_WAITING = 1024;

  private final Publisher publisher;
  private final Counter recorded;
  private final Counter dropped;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
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
    try {
      thread.execute(() -> send(answer.get()));
      return true;
    } catch (RejectedExecutionException full) {
      dropped.increment();
      return false;
    }
  }

  private void send(Predicted predicted) {
    var taken = publisher.trySend(Topics.PREDICTIONS, predicted.getTaskId(), predicted);
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
