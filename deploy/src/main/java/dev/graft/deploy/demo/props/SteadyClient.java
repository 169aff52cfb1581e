package dev.graft.deploy.demo.props;

import com.google.protobuf.ByteString;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps asking at a fixed pace, whatever the answers do (an open loop): a service
 * that stalls can't slow it down, so each stall shows in full. Latency counts from when a request
 * was due.
 */
public final class SteadyClient implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int LARGEST = 10_000;
  private static final int PICTURES = 64;

  private final Doors doors;
  private final IntFunction<PredictRequest> questions;
  private final Answers answers;
  private final Listener listener;
  private final Histogram micros = new ConcurrentHistogram(TimeUnit.SECONDS.toMicros(60), 3);
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "steady-client"));
  private final AtomicInteger sent = new AtomicInteger();
  private final Semaphore open = new Semaphore(LARGEST);

  /** Hears each answer, from any thread. */
  public interface Listener {
    /**
     * An answer came.
     *
     * @param number of the question, from 0
     * @param sent when it was asked
     */
    void answered(int number, Instant sent, PredictResponse answer);
  }

  /**
   * Says nothing yet.
   *
   * @param questions by number, from 0; must not fail
   */
  public SteadyClient(
      Doors doors, IntFunction<PredictRequest> questions, Answers answers, Listener listener) {
    this.doors = doors;
    this.questions = questions;
    this.answers = answers;
    this.listener = listener;
  }

  /** Asks about the first few of these pictures over and over. */
  public static SteadyClient overAndOver(
      Doors doors, String taskId, List<Sample> samples, Answers answers) {
    var pictures =
        samples.stream()
            .limit(PICTURES)
            .map(sample -> ByteString.copyFrom(sample.encoded().get()))
            .toList();
    return new SteadyClient(
        doors,
        number ->
            PredictRequest.newBuilder()
                .setTaskId(taskId)
                .setImage(pictures.get(number % pictures.size()))
                .build(),
        answers,
        (number, sent, answer) -> {});
  }

  public void start(double perSecond) {
    long period = (long) (1e9 / perSecond);
    long began = System.nanoTime();
    clock.scheduleAtFixedRate(
        () -> ask(began + sent.get() * period), 0, period, TimeUnit.NANOSECONDS);
  }

  private void ask(long due) {
    open.acquireUninterruptibly();
    int number = sent.getAndIncrement();
    var asked = Instant.now();
    doors
        .predictLater(questions.apply(number), DEADLINE)
        .whenComplete(
            (answer, failure) -> {
              note(due, answer, failure);
              if (answer != null) {
                listener.answered(number, asked, answer);
              }
            });
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

  public double millis(double percentile) {
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
