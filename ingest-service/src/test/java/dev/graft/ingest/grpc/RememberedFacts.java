package dev.graft.ingest.grpc;

import com.google.protobuf.Message;
import dev.graft.ingest.door.Announcer;
import dev.graft.ingest.outcome.UnavailableException;
import dev.graft.topics.Topic;
import dev.graft.v1.ImageFact;
import dev.graft.v1.LabelFact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** Remembers what was announced, in order; waits for a permit before each. */
final class RememberedFacts implements Announcer {
  final Semaphore permits = new Semaphore(1_000_000);
  volatile int breaksAfter = Integer.MAX_VALUE;
  private final List<Message> facts = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch waiting;

  /** What {@link #awaitWaiting} waits for are so many announcements. */
  RememberedFacts(int announcements) {
    waiting = new CountDownLatch(announcements);
  }

  @Override
  public <V extends Message> void announce(Topic<V> topic, String key, V fact) {
    waiting.countDown();
    permits.acquireUninterruptibly();
    synchronized (facts) {
      if (facts.size() >= breaksAfter) {
        throw new UnavailableException("Kafka is down.");
      }
      facts.add(fact);
    }
  }

  void awaitWaiting() {
    try {
      waiting.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  List<ImageFact> images() {
    return of(ImageFact.class);
  }

  List<LabelFact> labels() {
    return of(LabelFact.class);
  }

  private <M> List<M> of(Class<M> type) {
    synchronized (facts) {
      return facts.stream().filter(type::isInstance).map(type::cast).toList();
    }
  }
}
