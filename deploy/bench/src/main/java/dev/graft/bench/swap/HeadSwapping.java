package dev.graft.bench.swap;

import dev.graft.deploy.Failure;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.PromoteRequest;
import dev.graft.v1.RollBackRequest;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Publishes one version after the other while something else goes on. Of each ten one is damaged;
 * after each ten the task is rolled back, and the last good version promoted again.
 */
final class HeadSwapping {
  private static final int ROUND = 10;

  private final String task;
  private final MadeHeads heads;
  private final Doors doors;
  private final long everyMillis;
  private int turn;
  private long lastGood;
  private int published;
  private int damaged;
  private int rollBacks;

  HeadSwapping(String task, MadeHeads heads, Doors doors, long everyMillis) {
    this.task = task;
    this.heads = heads;
    this.doors = doors;
    this.everyMillis = everyMillis;
  }

  /** Swaps from the beginning to the end of the work; a turn that fails, fails the benchmark. */
  <T> T during(Supplier<T> work) throws InterruptedException {
    var timer = Executors.newSingleThreadScheduledExecutor();
    var swapping =
        timer.scheduleAtFixedRate(this::turn, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    try {
      return work.get();
    } finally {
      timer.shutdown();
      timer.awaitTermination(60, TimeUnit.SECONDS);
      if (!swapping.isCancelled()) {
        failed(swapping);
      }
    }
  }

  private static void failed(java.util.concurrent.Future<?> swapping) throws InterruptedException {
    try {
      swapping.get();
    } catch (ExecutionException e) {
      throw new Failure("a swap failed: " + e.getCause(), e);
    }
  }

  private void turn() {
    int place = turn++ % (ROUND + 1);
    if (place == ROUND) {
      rollBack();
    } else if (place == ROUND / 2) {
      heads.nextDamaged();
      damaged++;
    } else {
      publish();
    }
  }

  /** One more good version. */
  void publish() {
    lastGood = heads.next();
    published++;
  }

  private void rollBack() {
    try {
      doors
          .predictions()
          .rollBack(
              RollBackRequest.newBuilder()
                  .setTaskId(task)
                  .setBy("bench")
                  .setWhy("measured")
                  .build());
      rollBacks++;
      doors
          .predictions()
          .promote(
              PromoteRequest.newBuilder()
                  .setTaskId(task)
                  .setVersion(lastGood)
                  .setBy("bench")
                  .setWhy("measured")
                  .build());
    } catch (StatusRuntimeException refused) {
      throw new Failure("a command was refused: " + refused.getMessage(), refused);
    }
  }

  /** Those so far do not count. */
  void forget() {
    published = 0;
    damaged = 0;
    rollBacks = 0;
  }

  String text() {
    return "%d good versions, %d damaged ones, %d roll-backs (each promoted again)"
        .formatted(published, damaged, rollBacks);
  }
}
