package dev.graft.feature.embed;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The threads that work for every loop of this process: decoders, and as many lanes as forward
 * passes run at a time. Decoders run ahead of the lanes, but only so far: what is prepared and not
 * embedded yet is all in memory, and is copied by every garbage collection.
 */
public final class Crew implements AutoCloseable {
  /** Enough that a lane finds its next batch of up to 32 ready. */
  private static final int AHEAD = 64;

  private final ExecutorService decoders;
  private final ExecutorService lanes;
  private final int laneCount;
  private final Semaphore ahead;

  private Crew(ExecutorService decoders, ExecutorService lanes, int laneCount) {
    this.decoders = decoders;
    this.lanes = lanes;
    this.laneCount = laneCount;
    this.ahead = new Semaphore(AHEAD * laneCount);
  }

  public static Crew of(int decoders, int lanes) {
    return new Crew(
        Executors.newFixedThreadPool(decoders, named("graft-decode-")),
        Executors.newFixedThreadPool(lanes, named("graft-embed-")),
        lanes);
  }

  int laneCount() {
    return laneCount;
  }

  /**
   * A batch: each of its pictures on a decoder, then all of them on a lane. Batches of several
   * callers take their turns as a whole, on the decoders and on the lanes in the same order, so
   * that what a lane waits for is never behind what waits for the lane.
   *
   * @param count of pictures
   */
  synchronized <P, R> CompletableFuture<R> embed(
      int count, IntFunction<P> prepare, Function<List<P>, R> pass) {
    var prepared =
        IntStream.range(0, count)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> inTurn(i, prepare), decoders))
            .toList();
    return CompletableFuture.supplyAsync(() -> joined(prepared, pass), lanes);
  }

  private <P> P inTurn(int index, IntFunction<P> prepare) {
    try {
      ahead.acquire();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new CompletionException(stopping);
    }
    return prepare.apply(index);
  }

  private <P, R> R joined(List<CompletableFuture<P>> prepared, Function<List<P>, R> pass) {
    try {
      return pass.apply(prepared.stream().map(CompletableFuture::join).toList());
    } finally { // one that failed had its turn too
      prepared.forEach(one -> one.whenComplete((done, failed) -> ahead.release()));
    }
  }

  private static ThreadFactory named(String prefix) {
    var count = new AtomicInteger();
    return work -> {
      var thread = new Thread(work, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void close() {
    decoders.shutdownNow();
    lanes.shutdownNow();
  }
}
