package dev.graft.inference.record;

import dev.graft.loop.Publisher;
import dev.graft.topics.Topics;
import dev.graft.v1.Predicted;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Writes answers to graft.predictions, on a thread of its own: an answer leaves before its line is
 * made. The lines of a twentieth of a second go together, since a message to the broker costs far
 * more than a line in it, and takes that from the next answer. Answers = recorded + dropped.
 */
public final class Recorder implements AutoCloseable {

  private static final int MOST_WAITING = 1024;
  private static final long EVERY_MS = 50;

  private final Publisher publisher;
  private final Counter recorded;
  private final Counter dropped;
  private final BlockingQueue<Supplier<Predicted>> waiting =
      new ArrayBlockingQueue<>(MOST_WAITING);
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var made = new Thread(task, "recorder");
            made.setDaemon(true);
            return made;
          });

  public Recorder(Publisher publisher, MeterRegistry registry) {
    this.publisher = publisher;
    this.recorded = registry.counter("graft.inference.predictions", "outcome", "recorded");
    this.dropped = registry.counter("graft.inference.predictions", "outcome", "dropped");
    thread.scheduleWithFixedDelay(this::sendAll, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
  }

  /** Never blocks. What too many wait before is dropped. */
  public void record(Supplier<Predicted> answer) {
    if (thread.isShutdown() || !waiting.offer(answer)) {
      dropped.increment();
    }
  }

  private void sendAll() {
    var answers = new ArrayList<Supplier<Predicted>>();
    waiting.drainTo(answers);
    answers.forEach(answer -> send(answer.get()));
  }

  private void send(Predicted predicted) {
    var taken = publisher.trySend(Topics.PREDICTIONS, predicted.getTaskId(), predicted);
    (taken ? recorded : dropped).increment();
  }

  /** Writes what waits, for some seconds. */
  @Override
  public void close() {
    thread.execute(this::sendAll);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    dropped.increment(waiting.size());
  }
}
