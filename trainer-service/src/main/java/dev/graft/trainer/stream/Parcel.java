package dev.graft.trainer.stream;

import com.google.protobuf.Message;
import dev.graft.events.Events;
import dev.graft.topics.Topic;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * What leaves a stage: bytes, and where to.
 *
 * @param topic its name; {@link #TO_TASK} is the second stage
 * @param bytes null: a tombstone
 */
record Parcel(String topic, byte @Nullable [] bytes) {
  static final String TO_TASK = "settled";

  /** A message for a topic, with its CloudEvents headers. */
  static Record<String, Parcel> to(
      Topic<?> topic, String key, @Nullable Message value, long timestamp) {
    var headers = new RecordHeaders();
    Events.describe(headers, topic, ExamplesTopology.SERVICE, key);
    byte @Nullable [] bytes = value == null ? null : value.toByteArray();
    return new Record<>(key, new Parcel(topic.name(), bytes), timestamp, headers);
  }

  static Record<String, Parcel> toTask(String taskId, Message settled, long timestamp) {
    return new Record<>(taskId, new Parcel(TO_TASK, settled.toByteArray()), timestamp);
  }
}
