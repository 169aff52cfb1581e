package dev.graft.loop;

import com.google.protobuf.Message;
import dev.graft.events.Events;
import dev.graft.topics.Topic;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** Messages as records to send. */
final class Records {
  /** Room for what Kafka puts around a record. */
  private static final int FRAME_BYTES = 512;

  private static final int HEADER_FRAME_BYTES = 10;

  private Records() {}

  /**
   * A record with its CloudEvents headers.
   *
   * @throws RecordTooLargeException if the topic does not take it
   */
  static <V extends Message> ProducerRecord<byte[], byte[]> of(
      Topic<V> topic, String key, @Nullable V value, String service) {
    var record =
        new ProducerRecord<>(
            topic.name(),
            key.getBytes(StandardCharsets.UTF_8),
            value == null ? null : value.toByteArray());
    Events.describe(record.headers(), topic, service, key);
    if (sizeOf(record) > topic.maxMessageBytes()) {
      throw new RecordTooLargeException(
          "a record of %d bytes for %s, which takes %d"
              .formatted(sizeOf(record), topic.name(), topic.maxMessageBytes()));
    }
    return record;
  }

  private static long sizeOf(ProducerRecord<byte[], byte[]> record) {
    long size =
        FRAME_BYTES + record.key().length + (record.value() == null ? 0 : record.value().length);
    for (var header : record.headers()) {
      size += HEADER_FRAME_BYTES + header.key().length() + header.value().length;
    }
    return size;
  }
}
