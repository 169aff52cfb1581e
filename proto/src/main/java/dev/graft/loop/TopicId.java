package dev.graft.loop;

import static java.util.Objects.requireNonNull;

import dev.graft.topics.Topic;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's id of a topic: one of the same name that was deleted and made again has another, and what
 * was said of the old one's records means nothing there.
 */
public final class TopicId implements Supplier<String> {
  private final Topic<?> topic;
  private final Clients clients;
  private @Nullable String known;

  public TopicId(Topic<?> topic, Clients clients) {
    this.topic = topic;
    this.clients = clients;
  }

  /** Asked of the broker once. */
  @Override
  public synchronized String get() {
    if (known == null) {
      known = ask();
    }
    return known;
  }

  private String ask() {
    try (var admin = clients.admin()) {
      var described = admin.describeTopics(List.of(topic.name())).allTopicNames().get();
      return requireNonNull(described.get(topic.name())).topicId().toString();
    } catch (ExecutionException e) {
      throw new KafkaException("can't ask the broker for the id of " + topic, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }
}
