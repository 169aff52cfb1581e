package dev.graft.ingest.door;

import com.google.protobuf.Message;
import dev.graft.ingest.outcome.UnavailableException;
import dev.graft.loop.Publisher;
import dev.graft.topics.Topic;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Announces through the publisher. */
public final class PublishedFacts implements Announcer {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Publisher publisher;

  public PublishedFacts(Publisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public <V extends Message> void announce(Topic<V> topic, String key, V fact) {
    try {
      publisher.send(topic, key, fact).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new UnavailableException(
          "Kafka did not take it; submit it again, that does no harm.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("The service is stopping; submit it again.", e);
    }
  }
}
