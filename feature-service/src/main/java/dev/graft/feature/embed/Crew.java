package dev.graft.feature.embed;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The threads that work for every loop of this process. Each prepares pictures and runs forward
 * passes, whichever is next, so that none is idle while there is work, and no more of them want a
 * core than there are.
 */
public final class Crew implements AutoCloseable {
  private final ExecutorService threads;
  private final int size;

  private Crew(ExecutorService threads, int size) {
    this.threads = threads;
    this.size = size;
  }

  public static Crew of(int size) {
    return new Crew(Executors.newFixedThreadPool(size, named("graft-embed-")), size);
  }

  int size() {
    return size;
  }

  /**
   * A batch. Its pictures are prepared side by side, and whoever prepares the last of them runs the
   * pass. Pictures are taken in the order of the calls: what is prepared and waits for its pass is
   * never more than one batch for each thread and each caller.
   *
   * @param count of pictures
   */
  <P, R> CompletableFuture<R> embed(int count, IntFunction<P> prepare, Function<List<P>, R> pass) {
    var go = new CompletableFuture<Void>();
    var prepared =
        IntStream.range(0, count)
            .mapToObj(i -> go.thenApplyAsync(start -> prepare.apply(i), threads))
            .toList();
    // Said before anything runs: else the caller's own thread might have to run the pass.
    var embedded =
        CompletableFuture.allOf(prepared.toArray(CompletableFuture[]::new))
            .thenApply(all -> pass.apply(prepared.stream().map(CompletableFuture::join).toList()));
    go.complete(null);
    return embedded;
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
    threads.shutdownNow();
  }
}
