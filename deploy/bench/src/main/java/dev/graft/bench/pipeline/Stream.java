package dev.graft.bench.pipeline;

import dev.graft.deploy.Failure;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The system's arm: so many pictures into the inbox at once, and the time until the last of their
 * embeddings is committed. Filling and emptying the pipeline count.
 */
final class Stream implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Inbox inbox;
  private final Arrivals embeddings;
  private final List<byte[]> pictures;
  private int round;

  Stream(String kafka, List<byte[]> pictures) {
    this.inbox = new Inbox(kafka);
    this.embeddings = new Arrivals(kafka);
    this.pictures = pictures;
  }

  /** Images per second from inbox to committed embeddings. */
  double imagesPerSecond(int count) {
    var records = Inbox.records(pictures, ++round, count);
    embeddings.skipToEnd();
    Set<String> arrived = new HashSet<>();
    long began = System.nanoTime();
    inbox.send(records);
    while (arrived.size() < count) {
      arrived.addAll(embeddings.next());
      if (System.nanoTime() - began > PATIENCE.toNanos()) {
        throw new Failure(
            "%d of %d embeddings did not come within %s"
                .formatted(count - arrived.size(), count, PATIENCE));
      }
    }
    return count * 1e9 / (System.nanoTime() - began);
  }

  @Override
  public void close() {
    embeddings.close();
    inbox.close();
  }
}
