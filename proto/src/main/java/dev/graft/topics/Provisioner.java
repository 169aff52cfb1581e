package dev.graft.topics;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics of the catalogue, and refuses to go on with topics that are not as the
 * catalogue says.
 */
public final class Provisioner {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LONGEST_SEGMENT = Duration.ofDays(1);

  /** How long a record may outlive a newer one of its key, once its segment is closed. */
  private static final Duration COMPACTED_WITHIN = Duration.ofDays(1);

  private static final long BETWEEN_LOOKS_MILLIS = 100;

  private Provisioner() {}

  /**
   * Idempotent, and safe when several services start at once.
   *
   * @throws WrongTopicException if a topic exists with another partition count or cleanup policy
   * @throws KafkaException if the brokers can't be asked
   */
  public static void provision(Admin admin, int replicationFactor) {
    provision(admin, replicationFactor, Topics.all());
  }

  static void provision(Admin admin, int replicationFactor, List<Topic<?>> topics) {
    create(admin, replicationFactor, topics);
    var configs = whenVisible(() -> configs(admin, topics));
    var descriptions = whenVisible(() -> descriptions(admin, topics));
    var wrong = new ArrayList<String>();
    for (var topic : topics) {
      var policy = requireNonNull(configs.get(topic.name())).get("cleanup.policy").value();
      wrong.addAll(
          faults(
              topic, requireNonNull(descriptions.get(topic.name())).partitions().size(), policy));
    }
    if (!wrong.isEmpty()) {
      throw new WrongTopicException(String.join("\n", wrong));
    }
  }

  static List<String> faults(Topic<?> topic, int partitions, String policy) {
    var faults = new ArrayList<String>();
    if (partitions != topic.partitions()) {
      faults.add(
          "Topic %s has %d partitions, but Graft needs %d: keys of joined topics would not meet. Delete the topic, or use another cluster; never add partitions to it."
              .formatted(topic.name(), partitions, topic.partitions()));
    }
    if (!words(policy).equals(words(topic.cleanup().policy()))) {
      faults.add(
          "Topic %s has cleanup.policy=%s, but Graft needs %s: records would be lost or kept wrongly. Set it back with kafka-configs --alter --topic %s --add-config cleanup.policy=[%s]."
              .formatted(
                  topic.name(),
                  policy,
                  topic.cleanup().policy(),
                  topic.name(),
                  topic.cleanup().policy()));
    }
    return faults;
  }

  static NewTopic asNewTopic(Topic<?> topic, int replicationFactor) {
    var configs = new HashMap<String, String>();
    configs.put("cleanup.policy", topic.cleanup().policy());
    configs.put("max.message.bytes", Integer.toString(topic.maxMessageBytes()));
    configs.put("min.insync.replicas", Integer.toString(Math.max(1, replicationFactor - 1)));
    if (topic.cleanup() != Cleanup.COMPACT) {
      configs.put(
          "retention.ms", Long.toString(topic.retention().map(Duration::toMillis).orElse(-1L)));
    }
    topic
        .retention()
        .ifPresent(kept -> configs.put("segment.ms", Long.toString(segment(kept).toMillis())));
    if (topic.cleanup() != Cleanup.DELETE) {
      configs.put("max.compaction.lag.ms", Long.toString(COMPACTED_WITHIN.toMillis()));
    }
    return new NewTopic(topic.name(), topic.partitions(), (short) replicationFactor)
        .configs(configs);
  }

  /**
   * A record goes with its whole segment, so that with little traffic one as long as Kafka's week
   * would keep what is older than the retention for a week more.
   */
  private static Duration segment(Duration retention) {
    var seventh = retention.dividedBy(7);
    return seventh.compareTo(LONGEST_SEGMENT) < 0 ? seventh : LONGEST_SEGMENT;
  }

  private static void create(Admin admin, int replicationFactor, List<Topic<?>> topics) {
    var present = get(admin.listTopics().names());
    var missing = topics.stream().filter(topic -> !present.contains(topic.name())).toList();
    var asked =
        admin.createTopics(
            missing.stream().map(topic -> asNewTopic(topic, replicationFactor)).toList());
    for (var created : asked.values().values()) {
      try {
        get(created);
      } catch (TopicExistsException e) {
        continue; // another service was faster; what it made is checked below
      }
    }
  }

  private static Map<String, TopicDescription> descriptions(Admin admin, List<Topic<?>> topics) {
    return get(admin.describeTopics(topics.stream().map(Topic::name).toList()).allTopicNames());
  }

  private static Map<String, Config> configs(Admin admin, List<Topic<?>> topics) {
    var resources =
        topics.stream()
            .collect(
                toMap(t -> new ConfigResource(ConfigResource.Type.TOPIC, t.name()), identity()));
    return get(admin.describeConfigs(resources.keySet()).all()).entrySet().stream()
        .collect(toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
  }

  /** Brokers hear of a new topic a moment after it was created. */
  private static <T> T whenVisible(Look<T> look) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return look.at();
      } catch (RetriableException e) { // UnknownTopicOrPartitionException is one
        if (System.nanoTime() > deadline) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while waiting for the topics", e);
    }
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while asking the brokers", e);
    }
  }

  private static Set<String> words(String policy) {
    return Set.of(policy.split(",")).stream().map(String::strip).collect(Collectors.toSet());
  }

  private interface Look<T> {
    T at();
  }
}
