package dev.graft.deploy.demo;

import com.google.protobuf.ByteString;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps asking about pictures at a fixed pace, whatever the answers do (an open
 * loop): a service that stalls can't slow it down, so each stall shows in full. Latency counts from
 * when a request was due.
 */
final class SteadyClient implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int LARGEST = 10_000;

  private final Doors doors;
  private final String taskId;
  private final List<ByteString> pictures;
  private final Answers answers;
  private final Histogram micros = new ConcurrentHistogram(TimeUnit.SECONDS.toMicros(60), 3);
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "steady-client"));
  private final AtomicInteger sent = new AtomicInteger();
  private final Semaphore open = new Semaphore(LARGEST);

  SteadyClient(Doors doors, String taskId, List<Sample> samples, Answers answers) {
    this.doors = doors;
    this.taskId = taskId;
    this.pictures =
        samples.stream()
            .limit(64)
            .map(sample -> ByteString.copyFrom(sample.encoded().get()))
            .toList();
    this.answers = answers;
  }

  void start(double perSecond) {
    long period = (long) (1e9 / perSecond);
    long began = System.nanoTime();
    clock.scheduleAtFixedRate(
        () -> ask(began + sent.get() * period), 0, period, TimeUnit.NANOSECONDS);
  }

  private void ask(long due) {
    open.acquireUninterruptibly();
    var request =
        PredictRequest.newBuilder()
            .setTaskId(taskId)
            .setImage(pictures.get(sent.getAndIncrement() % pictures.size()))
            .build();
    doors
        .predictLater(request, DEADLINE)
        .whenComplete((answer, failure) -> note(due, answer, failure));
  }

  private void note(long due, @Nullable PredictResponse answer, @Nullable Throwable failure) {
    long now = System.nanoTime();
    open.release();
    if (answer == null) {
      answers.failed(String.valueOf(failure));
      return;
    }
    micros.recordValue(
        Math.min(TimeUnit.NANOSECONDS.toMicros(now - due), TimeUnit.SECONDS.toMicros(60)));
    answers.heard(answer.getVersion(), now);
  }

  double millis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1000.0;
  }

  /** Sends no more, and waits for the answers that are due. */
  @Override
  public void close() {
    clock.shutdown();
    try {
      clock.awaitTermination(DEADLINE.toSeconds(), TimeUnit.SECONDS);
      if (open.tryAcquire(LARGEST, 2 * DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        open.release(LARGEST);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
