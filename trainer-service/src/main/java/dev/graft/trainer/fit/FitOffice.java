package dev.graft.trainer.fit;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Does fits, a bounded number at a time. First come, first served; since a task never orders a
 * second fit before its first has ended, no task can crowd out another.
 */
public final class FitOffice implements AutoCloseable {
  private final ExecutorService threads;
  private final FitJob job;

  public FitOffice(ExecutorService threads, FitJob job) {
    this.threads = threads;
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
   * Orders a log shadow; it takes its turn among the fits.
   *
   * @param tell called on the fit's thread, once, unless it was cancelled
   */
  public Future<?> order(ShadowRequest request, Consumer<ShadowNews> tell) {
    return threads.submit(() -> job.logShadow().run(request, tell));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
