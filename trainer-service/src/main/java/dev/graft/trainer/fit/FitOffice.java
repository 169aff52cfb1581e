package dev.graft.trainer.fit;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Does fits, a bounded number at a time, and log shadows beside them. First come, first served;
 * since a task never orders a second fit before its first has ended, no task can crowd out another.
 */
public final class FitOffice implements AutoCloseable {
  private final ExecutorService threads;
  private final ExecutorService shadows;
  private final FitJob job;

  /**
   * @param threads for fits
   * @param shadows for log shadows, which may take minutes
   */
  public FitOffice(ExecutorService threads, ExecutorService shadows, FitJob job) {
    this.threads = threads;
    this.shadows = shadows;
    this.job = job;
  }

  /**
   * Orders a fit.
   *
   * @param tell called on the fit's thread; the last news is an end, unless the fit was cancelled
   * @return cancelling it with interruption ends the fit soon
   */
  public Future<?> order(FitRequest request, Consumer<FitNews> tell) {
    return threads.submit(() -> job.run(request, tell));
  }

  /**
   * Orders a log shadow.
   *
   * @param tell called on its thread, once, unless it was cancelled
   * @return cancelling it with interruption ends it after the picture that it is at
   */
  public Future<?> order(ShadowRequest request, Consumer<ShadowNews> tell) {
    return shadows.submit(() -> job.logShadow().run(request, tell));
  }

  @Override
  public void close() {
    threads.shutdownNow();
    shadows.shutdownNow();
  }
}
