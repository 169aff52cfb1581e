package dev.graft.bench.backbones;

import java.util.Collections;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The same work on several threads at a time, as the services run their passes. */
final class SideBySide {
  private SideBySide() {}

  /**
   * Nanoseconds of all threads together.
   *
   * @param each how often every thread does the work, after it has done so once
   */
  static long nanos(int threads, int each, Runnable work) {
    var pool = Executors.newFixedThreadPool(threads);
    try {
      all(pool, threads, work);
      long began = System.nanoTime();
      all(
          pool,
          threads,
          () -> {
            for (int i = 0; i < each; i++) {
              work.run();
            }
          });
      return System.nanoTime() - began;
    } finally {
      pool.shutdown();
    }
  }

  private static void all(ExecutorService pool, int threads, Runnable work) {
    try {
      for (var done : pool.invokeAll(Collections.nCopies(threads, Executors.callable(work)))) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a pass failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
