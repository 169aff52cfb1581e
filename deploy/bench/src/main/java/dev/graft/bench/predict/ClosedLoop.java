package dev.graft.bench.predict;

import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** So many clients, each of which asks again as soon as it is answered. */
final class ClosedLoop {
  private final Calls calls;
  private final List<byte[]> requests;
  private final Tally tally = Tally.empty();
  private final AtomicInteger next = new AtomicInteger();

  ClosedLoop(Calls calls, List<byte[]> requests) {
    this.calls = calls;
    this.requests = requests;
  }

  Tally run(int clients, Duration span) throws InterruptedException {
    long began = System.nanoTime();
    long end = began + span.toNanos();
    var done = new CountDownLatch(clients);
    for (int i = 0; i < clients; i++) {
      ask(end, done);
    }
    done.await();
    return tally.over((System.nanoTime() - began) / 1e9);
  }

  private void ask(long end, CountDownLatch done) {
    long sent = System.nanoTime();
    if (sent >= end) {
      done.countDown();
      return;
    }
    calls.predict(
        requests.get(next.getAndIncrement() % requests.size()),
        status -> answered(status, sent, end, done));
  }

  private void answered(Status status, long sent, long end, CountDownLatch done) {
    tally.count(status, System.nanoTime() - sent);
    ask(end, done);
  }
}
