package dev.graft.ingest.grpc;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Work side by side on threads that all share, but one after the other where keys are the same. */
final class InTurn {
  private final Executor threads;
  private final Map<String, CompletableFuture<Void>> last = new HashMap<>(); // guarded by this

  InTurn(Executor threads) {
    this.threads = threads;
  }

  /** Completes when the work is done; work with the same key that was given later runs after it. */
  CompletableFuture<Void> run(String key, Runnable work) {
    CompletableFuture<Void> mine;
    synchronized (this) {
      var before = last.getOrDefault(key, CompletableFuture.completedFuture(null));
      mine = before.handle((done, failed) -> done).thenRunAsync(work, threads);
      last.put(key, mine);
    }
    return mine.whenComplete((done, failed) -> forget(key, mine));
  }

  private synchronized void forget(String key, CompletableFuture<Void> done) {
    last.remove(key, done);
  }
}
