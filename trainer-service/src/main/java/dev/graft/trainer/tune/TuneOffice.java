package dev.graft.trainer.tune;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does fine-tunes, one at a time, on a thread of its own. */
public final class TuneOffice implements AutoCloseable {
  private final ExecutorService thread;
  private final TuneJob job;
  private final AtomicReference<@Nullable String> running = new AtomicReference<>();

  /**
   * @param thread that does one thing after the other
   */
  public TuneOffice(ExecutorService thread, TuneJob job) {
    this.thread = thread;
    this.job = job;
  }

  /** With a thread. */
  public static TuneOffice of(TuneJob job) {
    return new TuneOffice(
        Executors.newSingleThreadExecutor(
            work -> {
              var thread = new Thread(work, "tune");
              thread.setDaemon(true);
              return thread;
            }),
        job);
  }

  /**
   * Orders a fine-tune, from its last checkpoint on if it has one.
   *
   * @param tell called on its thread; the last news is an end, unless it was cancelled
   * @return cancelling it with interruption ends it after its step
   */
  public Future<?> order(TuneRequest request, Consumer<TuneNews> tell) {
    return thread.submit(
        () -> {
          running.set("run %s of task %s".formatted(request.runId(), request.taskId()));
          try {
            job.run(request, tell);
          } finally {
            running.set(null);
          }
        });
  }

  /** Throws away what a run that has ended kept to go on with. */
  public void erase(String runId) {
    thread.execute(() -> job.erase(runId));
  }

  /** The one under way in this process. */
  public Optional<String> running() {
    return Optional.ofNullable(running.get());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
