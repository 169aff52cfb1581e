package dev.graft.feature.embed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The threads that work for every loop of this process. Workers prepare pictures and run forward
 * passes, whichever is next, so that none is idle while there is work, and no more of them want a
 * core than there are. Fetchers wait for the store in their place, a few pictures ahead.
 */
public final class Crew implements AutoCloseable {
  /** Fetchers beyond one for each worker: what is fetched and not prepared yet is in memory. */
  private static final int AHEAD = 4;

  private final ExecutorService fetchers;
  private final ExecutorService workers;
  private final int size;

  private Crew(int size) {
    this.fetchers = Executors.newFixedThreadPool(size + AHEAD, named("graft-fetch-"));
    this.workers = Executors.newFixedThreadPool(size, named("graft-embed-"));
    this.size = size;
  }

  /** So many workers. */
  public static Crew of(int size) {
    return new Crew(size);
  }

  int size() {
    return size;
  }

  /**
   * A batch. Its pictures are fetched and prepared side by side, and whoever prepares the last of
   * them runs the pass. Pictures are taken in the order of the calls: what is prepared and waits
   * for its pass is never more than one batch for each worker and each caller.
   */
  synchronized <I, F, P, R> CompletableFuture<R> embed(
      List<I> images,
      Function<I, F> fetch,
      BiFunction<I, F, P> prepare,
      Function<List<P>, R> pass) {
    var prepared = new ArrayList<CompletableFuture<P>>();
    images.forEach(image -> prepared.add(new CompletableFuture<>()));
    // Said before anything runs: else the caller's own thread might have to run the pass.
    var embedded =
        CompletableFuture.allOf(prepared.toArray(CompletableFuture[]::new))
            .thenApply(all -> pass.apply(prepared.stream().map(CompletableFuture::join).toList()));
    for (int i = 0; i < images.size(); i++) {
      var image = images.get(i);
      var fetched = new SynchronousQueue<CompletableFuture<F>>();
      fetchers.execute(() -> handOver(fetched, done(() -> fetch.apply(image))));
      prepared.get(i).completeAsync(() -> prepare.apply(image, take(fetched).join()), workers);
    }
    return embedded;
  }

  /** Waits until a worker takes it, so that no more are fetched ahead than there are fetchers. */
  private static <F> void handOver(SynchronousQueue<F> to, F fetched) {
    try {
      to.put(fetched);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private static <F> F take(SynchronousQueue<F> from) {
    try {
      return from.take();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw new CompletionException(closing);
    }
  }

  private static <T> CompletableFuture<T> done(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, Runnable::run);
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
    fetchers.shutdownNow();
    workers.shutdownNow();
  }
}
