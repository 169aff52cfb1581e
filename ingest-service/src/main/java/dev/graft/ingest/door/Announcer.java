package dev.graft.ingest.door;

import com.google.protobuf.Message;
import dev.graft.topics.Topic;

/** Sends a fact, and returns when Kafka has it. */
public interface Announcer {
  /**
   * Announces.
   *
   * @throws dev.graft.ingest.outcome.UnavailableException if Kafka does not take it
   */
  <V extends Message> void announce(Topic<V> topic, String key, V fact);
}
