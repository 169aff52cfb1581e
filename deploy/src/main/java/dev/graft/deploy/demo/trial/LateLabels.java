package dev.graft.deploy.demo.trial;

import dev.graft.deploy.demo.props.Inbox;
import dev.graft.deploy.demo.props.Sample;
import dev.graft.v1.LabelSubmitted;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Somebody who looks at answered pictures a while later, and says by the receipt what they show.
 */
final class LateLabels implements AutoCloseable {
  /** Long enough that a canary is measured before the labels judge it. */
  static final Duration LATER = Duration.ofSeconds(12);

  private final Inbox inbox;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "late-labels"));
  private volatile Round round = new Round(List.of());

  /** The pictures that are still to be labelled, and how many were. */
  private static final class Round {
    final Set<String> wanted = ConcurrentHashMap.newKeySet();
    final AtomicInteger given = new AtomicInteger();

    Round(List<Sample> samples) {
      samples.forEach(sample -> wanted.add(sample.imageId()));
    }
  }

  LateLabels(Inbox inbox) {
    this.inbox = inbox;
  }

  /** From now on, whatever of these pictures is answered is labelled, once. */
  void begin(List<Sample> samples) {
    round = new Round(samples);
  }

  /** Returns how many were labelled; no more will be. */
  int end() {
    var over = round;
    round = new Round(List.of());
    return over.given.get();
  }

  void answered(Sample sample, String receipt) {
    var now = round;
    if (now.wanted.remove(sample.imageId())) {
      clock.schedule(() -> give(now, sample, receipt), LATER.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void give(Round of, Sample sample, String receipt) {
    if (of == round) {
      of.given.incrementAndGet();
      inbox.label(
          LabelSubmitted.newBuilder()
              .setTaskId(TrialTask.ID)
              .setReceipt(receipt)
              .setClassName(sample.className()));
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
