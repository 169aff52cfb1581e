package dev.graft.vision.pretrain;

import dev.graft.vision.picture.Preprocessing;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Draws the next batches while the last one is learnt from; always in the same order. */
final class Drawers implements AutoCloseable {
  private static final int AHEAD = 3;

  private final ExecutorService threads;
  private final ArrayDeque<Future<DrawnBatch>> coming = new ArrayDeque<>();
  private final Preprocessing preprocessing;
  private final PretrainOptions options;
  private int asked;

  Drawers(Preprocessing preprocessing, PretrainOptions options) {
    this.preprocessing = preprocessing;
    this.options = options;
    this.threads =
        Executors.newFixedThreadPool(
            options.drawers(),
            task -> {
              var thread = new Thread(task, "graft-drawer");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < AHEAD + options.drawers(); i++) {
      order();
    }
  }

  /** The next batch, of pictures nobody has seen before. */
  DrawnBatch next() throws InterruptedException {
    order();
    try {
      return coming.remove().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a picture could not be drawn", e.getCause());
    }
  }

  private void order() {
    long first = options.seed() * 1_000_000_007L + (long) asked++ * options.batch();
    coming.add(
        threads.submit(
            () -> DrawnBatch.draw(preprocessing, first, options.batch(), options.smoothing())));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
