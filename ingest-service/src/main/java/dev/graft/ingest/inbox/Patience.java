package dev.graft.ingest.inbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How long an object that a publisher refers to may take to appear, counted from when the record
 * was published. So all such waits together hold the inbox up by that long at most: what is read
 * later than that is decided at once.
 */
public final class Patience {
  private final Duration atMost;
  private final Duration between;
  private final Clock clock;
  private final CountDownLatch stopping = new CountDownLatch(1);

  public Patience(Duration atMost, Duration between, Clock clock) {
    this.atMost = atMost;
    this.between = between;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * Whether to give up.
   *
   * @param published by the publisher's clock, which may be ahead of ours
   * @param since when we began to wait
   */
  boolean over(Instant published, Instant since) {
    var begin = published.isBefore(since) ? published : since;
    return !clock.instant().isBefore(begin.plus(atMost));
  }

  /** Waits a little; throws when the service stops, so that the poll is left for the next start. */
  void pause() throws InterruptedException {
    if (stopping.await(between.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("stopping while waiting for an object that is not there yet");
    }
  }

  /** Ends all waiting. */
  public void stop() {
    stopping.countDown();
  }
}
