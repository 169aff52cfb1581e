package dev.graft.loop;

import com.google.protobuf.Message;
import dev.graft.serdes.Decoded;
import dev.graft.serdes.Decoding;
import dev.graft.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The records of one poll: decoded, and as they came. */
final class Poll<V extends Message> {
  private final List<Received<V>> received = new ArrayList<>();
  private final List<Garbage> garbage = new ArrayList<>();
  private final Map<Place, ConsumerRecord<byte[], byte[]>> raw = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();

  /** A record that no message could be made of. */
  record Garbage(Rejects.Source source, String key, String reason) {}

  private record Place(String topic, int partition, long offset) {}

  Poll(ConsumerRecords<byte[], byte[]> records, Map<String, Topic<? extends V>> topics) {
    for (var record : records) {
      next.put(
          new TopicPartition(record.topic(), record.partition()),
          new OffsetAndMetadata(record.offset() + 1));
      var topic = topics.get(record.topic());
      if (topic != null && record.value() != null) { // tombstones are for registers
        add(topic, record);
      }
    }
  }

  private void add(Topic<? extends V> topic, ConsumerRecord<byte[], byte[]> record) {
    Decoded<? extends V> decoded = Decoding.decode(topic, record.value(), record.headers());
    if (decoded instanceof Decoded.Read<? extends V> read) {
      raw.put(new Place(record.topic(), record.partition(), record.offset()), record);
      received.add(
          new Received<>(
              record.topic(),
              record.partition(),
              record.offset(),
              Instant.ofEpochMilli(record.timestamp()),
              key(record),
              read.value(),
              headers(record)));
    } else if (decoded instanceof Decoded.Garbage<? extends V> bytes) {
      garbage.add(new Garbage(source(record), key(record), bytes.reason()));
    }
  }

  /** What the step is given; may be empty. */
  List<Received<V>> received() {
    return received;
  }

  List<Garbage> garbage() {
    return garbage;
  }

  /** Where to go on after this poll. */
  Map<TopicPartition, OffsetAndMetadata> next() {
    return next;
  }

  Set<TopicPartition> partitions() {
    return next.keySet();
  }

  /** The record as it came. */
  Rejects.Source sourceOf(Received<?> message) {
    var record = raw.get(new Place(message.topic(), message.partition(), message.offset()));
    if (record == null) {
      throw new IllegalArgumentException(
          "a step may refuse only what it was given in this poll: " + message.key());
    }
    return source(record);
  }

  private static Rejects.Source source(ConsumerRecord<byte[], byte[]> record) {
    return new Rejects.Source(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> headers(ConsumerRecord<byte[], byte[]> record) {
    var headers = new HashMap<String, byte[]>();
    record
        .headers()
        .forEach(
            header ->
                headers.put(header.key(), header.value() == null ? new byte[0] : header.value()));
    return headers;
  }
}
