package dev.graft.inference.record;

import com.google.protobuf.ByteString;
import dev.graft.events.Times;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.InboxEvent;
import dev.graft.v1.KeepPolicy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Submits predicted pictures to the inbox, so that a label on the receipt becomes an example. Works
 * on a thread of its own and holds at most so many bytes. Offered = not chosen + known already +
 * submitted + dropped + failed.
 */
public final class Keeper implements AutoCloseable {

  private static final int REMEMBERED = 4096;

  private final Submit submit;
  private final long mostBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final ExecutorService thread;
  private final Set<String> known =
      Collections.newSetFromMap(Collections.synchronizedMap(new Newest()));
  private final Counter submitted;
  private final Counter dropped;
  private final Counter failed;

  public Keeper(Submit submit, long mostBytes, MeterRegistry registry) {
    this.submit = submit;
    this.mostBytes = mostBytes;
    this.submitted = registry.counter("graft.inference.kept", "outcome", "submitted");
    this.dropped = registry.counter("graft.inference.kept", "outcome", "dropped");
    this.failed = registry.counter("graft.inference.kept", "outcome", "failed");
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              var made = new Thread(task, "keeper");
              made.setDaemon(true);
              return made;
            });
  }

  /** Never blocks. The picture must not change afterwards. */
  public void keep(KeepPolicy policy, String imageId, ByteString picture, Instant at) {
    if (!KeepRule.keeps(policy, imageId) || !known.add(imageId)) {
      return;
    }
    var size = picture.size();
    if (bytes.addAndGet(size) > mostBytes || thread.isShutdown()) {
      forget(imageId, size);
      dropped.increment();
      return;
    }
    thread.execute(() -> submit(imageId, picture, at));
  }

  private void submit(String imageId, ByteString picture, Instant at) {
    var image =
        ImageSubmitted.newBuilder()
            .setImageId(imageId)
            .setData(picture)
            .setSource("prediction")
            .setEventTime(Times.of(at));
    try {
      submit
          .send(imageId, InboxEvent.newBuilder().setImage(image).build())
          .whenComplete((taken, fault) -> done(imageId, picture.size(), fault == null));
    } catch (RuntimeException unsendable) {
      done(imageId, picture.size(), false);
    }
  }

  private void done(String imageId, int size, boolean taken) {
    if (taken) {
      bytes.addAndGet(-size);
      submitted.increment();
    } else {
      forget(imageId, size); // so that the next prediction of it tries again
      failed.increment();
    }
  }

  private void forget(String imageId, int size) {
    bytes.addAndGet(-size);
    known.remove(imageId);
  }

  /** Submits what it holds, for some seconds. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Newest extends LinkedHashMap<String, Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > REMEMBERED;
    }
  }
}
