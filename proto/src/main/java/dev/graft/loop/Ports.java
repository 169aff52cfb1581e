package dev.graft.loop;

import com.google.protobuf.Message;
import dev.graft.events.Events;
import dev.graft.serdes.Decoded;
import dev.graft.serdes.Decoding;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Where a topology meets our topics: decoding with rejects on the way in, CloudEvents headers on
 * the way out.
 */
public final class Ports {
  private Ports() {}

  /**
   * Adds a source of a topic. What can't be decoded goes to graft.rejects in the same transaction;
   * the rest, tombstones with a null value among it, is forwarded as {@code Record<String, V>}.
   *
   * @return the name of the node to name as parent
   */
  public static <V extends Message> String in(Topology topology, Topic<V> topic, String service) {
    var source = topic.name() + ".source";
    var decode = topic.name() + ".decode";
    var decoded = topic.name() + ".decoded";
    var rejects = topic.name() + ".rejects";
    topology.addSource(source, new StringDeserializer(), new ByteArrayDeserializer(), topic.name());
    topology.addProcessor(decode, () -> new Decode<>(topic, service, decoded, rejects), source);
    topology.addProcessor(decoded, () -> new Pass<V>(), decode);
    topology.addSink(
        rejects,
        Topics.REJECTS.name(),
        new StringSerializer(),
        Topics.REJECTS.serde().serializer(),
        decode);
    return decoded;
  }

  /**
   * Adds a sink of a topic, fed with {@code Record<String, V>}.
   *
   * @return the name of the node, to forward to by name
   */
  public static <V extends Message> String out(
      Topology topology, Topic<V> topic, String service, String... parents) {
    var describe = topic.name() + ".out";
    topology.addProcessor(describe, () -> new Describe<>(topic, service), parents);
    topology.addSink(
        topic.name() + ".sink",
        topic.name(),
        new StringSerializer(),
        topic.serde().serializer(),
        describe);
    return describe;
  }

  private static String orEmpty(@Nullable String key) {
    return key == null ? "" : key;
  }

  private static final class Decode<V extends Message>
      extends ContextualProcessor<String, byte[], String, Message> {
    private final Topic<V> topic;
    private final String service;
    private final String decoded;
    private final String rejects;

    Decode(Topic<V> topic, String service, String decoded, String rejects) {
      this.topic = topic;
      this.service = service;
      this.decoded = decoded;
      this.rejects = rejects;
    }

    @Override
    public void process(Record<String, byte[]> record) {
      if (record.value() == null) {
        context().forward(record.withKey(orEmpty(record.key())).withValue(null), decoded);
        return;
      }
      var read = Decoding.decode(topic, record.value(), record.headers());
      if (read instanceof Decoded.Read<V> message) {
        context()
            .forward(record.withKey(orEmpty(record.key())).withValue(message.value()), decoded);
      } else if (read instanceof Decoded.Garbage<V> garbage) {
        reject(record, garbage.reason());
      }
    }

    private void reject(Record<String, byte[]> record, String reason) {
      var at = context().recordMetadata().orElseThrow();
      var key = orEmpty(record.key());
      var source =
          new Rejects.Source(
              at.topic(),
              at.partition(),
              at.offset(),
              record.timestamp(),
              key.getBytes(StandardCharsets.UTF_8),
              record.value(),
              record.headers());
      long now = context().currentSystemTimeMs();
      var reject = Rejects.of(source, "undecodable", reason, service, now);
      var headers = new RecordHeaders();
      Events.describe(headers, Topics.REJECTS, service, key);
      context()
          .forward(new Record<>(key, reject, Math.max(0, record.timestamp()), headers), rejects);
    }
  }

  /** So that whoever follows need not know the names of its children. */
  private static final class Pass<V extends Message>
      extends ContextualProcessor<String, V, String, V> {
    @Override
    public void process(Record<String, V> record) {
      context().forward(record);
    }
  }

  private static final class Describe<V extends Message>
      extends ContextualProcessor<String, V, String, V> {
    private final Topic<V> topic;
    private final String service;

    Describe(Topic<V> topic, String service) {
      this.topic = topic;
      this.service = service;
    }

    /** With headers of its own: those of the source speak of the source. */
    @Override
    public void process(Record<String, V> record) {
      var headers = new RecordHeaders();
      Events.describe(headers, topic, service, orEmpty(record.key()));
      context().forward(record.withHeaders(headers));
    }
  }
}
