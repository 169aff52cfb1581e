package dev.graft.feature.embed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How long the blob of an announced image may be absent, counted from the announcement. So all such
 * waits together hold the images up by that long at most, and a back-fill of old images, whose
 * blobs are gone for good, not at all.
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

  /**
   * Whether to give up.
   *
   * @param announced by the announcing replica's clock
   * @param since when we began to wait
   */
  boolean over(Instant announced, Instant since) {
    var begin = announced.isBefore(since) ? announced : since;
    return !clock.instant().isBefore(begin.plus(atMost));
  }

  /** Waits a little; throws when the service stops, so that the poll is left for the next start. */
  void pause() throws InterruptedException {
    if (stopping.await(between.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("stopping while waiting for a blob that is not there yet");
    }
  }

  /** Ends all waiting. */
  public void stop() {
    stopping.countDown();
  }
}
