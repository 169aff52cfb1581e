package dev.graft.trainer.publish;

import static java.util.Objects.requireNonNull;

import dev.graft.loop.Clients;
import dev.graft.topics.Topics;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's id of graft.examples: a topic of that name which was deleted and made again has another,
 * and its sequence numbers mean nothing to old manifests.
 */
public final class TopicId implements Supplier<String> {
  private final Clients clients;
  private @Nullable String known;

  public TopicId(Clients clients) {
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
    String topic = Topics.EXAMPLES.name();
    try (var admin = clients.admin()) {
      var described = admin.describeTopics(List.of(topic)).allTopicNames().get();
      return requireNonNull(described.get(topic)).topicId().toString();
    } catch (ExecutionException e) {
      throw new KafkaException("can't ask the broker for the id of " + topic, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }
}
