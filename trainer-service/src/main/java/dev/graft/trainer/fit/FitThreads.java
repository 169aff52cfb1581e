package dev.graft.trainer.fit;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The bounded pool that fits run on; what doesn't fit waits in order. */
public final class FitThreads {
  private FitThreads() {}

  public static ExecutorService of(int threads) {
    var number = new AtomicInteger();
    return Executors.newFixedThreadPool(
        threads,
        work -> {
          var thread = new Thread(work, "fit-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
