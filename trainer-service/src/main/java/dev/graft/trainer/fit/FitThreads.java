package dev.graft.trainer.fit;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The bounded pools that fits and log shadows run on; what doesn't fit waits in order. */
public final class FitThreads {
  private FitThreads() {}

  public static ExecutorService of(int threads) {
    return of("fit-", threads);
  }

  /** One, so that log shadows together take little, and no fit waits for any of them. */
  public static ExecutorService ofShadows() {
    return of("log-shadow-", 1);
  }

  private static ExecutorService of(String names, int threads) {
    var number = new AtomicInteger();
    return Executors.newFixedThreadPool(
        threads,
        work -> {
          var thread = new Thread(work, names + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
