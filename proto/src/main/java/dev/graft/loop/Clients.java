package dev.graft.loop;

import dev.graft.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes Kafka clients, all with the house's settings: read_committed, acks=all, idempotent, no
 * auto-commit.
 *
 * @param properties passed on to every client, e.g. for TLS and SASL
 */
public record Clients(String bootstrapServers, Map<String, String> properties) {
  /**
   * A session, and with it a dead replica's partitions, ends after this long; so does what it left
   * open.
   */
  static final String SESSION_MILLIS = "10000";

  /**
   * Of a transactional producer. With more, batches overtake one that the broker put off until the
   * last transaction's end, and are refused as out of order: seen on 4.3.1 under load.
   */
  static final String ONE_IN_FLIGHT = "1";

  /** So much is worth a poll at once, also of a loop that gathers. */
  private static final int MANY_BYTES = 64 << 10;

  /** Largest request: the largest record, whole. */
  static final String REQUEST_BYTES =
      Integer.toString(Topics.REJECTS.maxMessageBytes() + (1 << 20));

  public Clients(String bootstrapServers) {
    this(bootstrapServers, Map.of());
  }

  @Override
  public String toString() {
    return "Clients[" + bootstrapServers + "]"; // the properties may hold passwords
  }

  public Admin admin() {
    var settings = common("graft-admin");
    settings.put("default.api.timeout.ms", "15000");
    settings.put("request.timeout.ms", "5000");
    return Admin.create(settings);
  }

  /** Reads without a group, from where it is told to. */
  public Consumer<byte[], byte[]> reader(String clientId) {
    return consumerOf(reading(clientId));
  }

  /** Sends outside of transactions. */
  public Producer<byte[], byte[]> sender(String clientId) {
    var settings = sending(clientId);
    settings.put("max.block.ms", "5000");
    settings.put("delivery.timeout.ms", "10000");
    settings.put("linger.ms", "0");
    return producerOf(settings);
  }

  Consumer<byte[], byte[]> member(
      String groupId, String instanceId, int maxRecords, int maxBytes, Duration gather) {
    var settings = reading(groupId + "-" + instanceId);
    settings.put("group.id", groupId);
    settings.put("group.instance.id", instanceId);
    settings.put("session.timeout.ms", SESSION_MILLIS);
    settings.put("heartbeat.interval.ms", "2000");
    settings.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    settings.put("max.poll.records", maxRecords);
    settings.put("fetch.max.bytes", maxBytes);
    settings.put("max.partition.fetch.bytes", Math.min(maxBytes, 4 << 20));
    if (!gather.isZero()) {
      settings.put("fetch.min.bytes", MANY_BYTES);
      settings.put("fetch.max.wait.ms", Math.toIntExact(gather.toMillis()));
    }
    return consumerOf(settings);
  }

  Producer<byte[], byte[]> transactional(String transactionalId) {
    var settings = sending(transactionalId);
    settings.put("transactional.id", transactionalId);
    settings.put("transaction.timeout.ms", SESSION_MILLIS);
    settings.put("max.block.ms", "10000");
    settings.put("delivery.timeout.ms", "9000");
    settings.put("max.in.flight.requests.per.connection", ONE_IN_FLIGHT);
    return producerOf(settings);
  }

  /** By settings that are whole, as Kafka Streams makes them of ours. */
  static Consumer<byte[], byte[]> consumerOf(Map<String, Object> settings) {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** The same for what it sends. */
  static Producer<byte[], byte[]> producerOf(Map<String, Object> settings) {
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  Map<String, Object> common(String clientId) {
    var all = new HashMap<String, Object>(properties);
    all.put("bootstrap.servers", bootstrapServers);
    all.put("client.id", clientId);
    all.put("reconnect.backoff.max.ms", "1000");
    all.put("metadata.max.age.ms", "30000");
    return all;
  }

  private Map<String, Object> reading(String clientId) {
    var settings = common(clientId);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("default.api.timeout.ms", "10000");
    settings.put("request.timeout.ms", "5000");
    return settings;
  }

  private Map<String, Object> sending(String clientId) {
    var settings = common(clientId);
    settings.put("acks", "all");
    settings.put("enable.idempotence", "true");
    settings.put("max.request.size", REQUEST_BYTES);
    settings.put("buffer.memory", Integer.toString(64 << 20));
    settings.put("request.timeout.ms", "5000");
    return settings;
  }

  /** A name that Kafka takes as an id. */
  public static String asId(String name) {
    return name.replaceAll("[^A-Za-z0-9._-]", "-");
  }
}
