package dev.graft.bench.predict;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls at a fixed rate, whatever becomes of the earlier ones. A call's time runs from when it was
 * due, so that a generator that falls behind hides nothing (no coordinated omission).
 */
final class OpenLoop {
  private final Calls calls;
  private final List<byte[]> requests;
  private final Tally tally = Tally.empty();

  OpenLoop(Calls calls, List<byte[]> requests) {
    this.calls = calls;
    this.requests = requests;
  }

  Tally run(double rate, Duration span) throws InterruptedException {
    int count = (int) Math.max(1, Math.round(rate * span.toNanos() / 1e9));
    var done = new CountDownLatch(count);
    long began = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = began + (long) (i * 1e9 / rate);
      await(due);
      calls.predict(
          requests.get(i % requests.size()),
          status -> {
            tally.count(status, System.nanoTime() - due);
            done.countDown();
          });
    }
    done.await();
    return tally.over((System.nanoTime() - began) / 1e9);
  }

  private static void await(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
