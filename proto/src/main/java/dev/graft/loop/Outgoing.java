package dev.graft.loop;

import com.google.protobuf.Message;
import dev.graft.topics.Topic;
import org.jspecify.annotations.Nullable;

/** What must follow from a poll. */
public sealed interface Outgoing {
  /** A message to send; without a value, a tombstone. */
  record Send<V extends Message>(Topic<V> topic, String key, @Nullable V value)
      implements Outgoing {}

  /**
   * A record that can't be taken; goes to graft.rejects as it came.
   *
   * @param fault the kind, machine-readable: "unreadable-picture"
   * @param reason a sentence that says what is wrong and what to do
   * @param withheld the value is left out: it must not be kept anywhere
   */
  record Refuse(Received<?> source, String fault, String reason, boolean withheld)
      implements Outgoing {}

  static <V extends Message> Outgoing send(Topic<V> topic, String key, V value) {
    return new Send<>(topic, key, value);
  }

  static <V extends Message> Outgoing tombstone(Topic<V> topic, String key) {
    return new Send<>(topic, key, null);
  }

  static Outgoing refuse(Received<?> source, String fault, String reason) {
    return new Refuse(source, fault, reason, false);
  }

  /** The same, without the value, which must not be kept anywhere. */
  static Outgoing refuseWithoutValue(Received<?> source, String fault, String reason) {
    return new Refuse(source, fault, reason, true);
  }
}
