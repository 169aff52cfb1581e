package dev.graft.trainer.stream;

import com.google.protobuf.Message;
import dev.graft.topics.Topic;
import org.jspecify.annotations.Nullable;

/** Where messages of the running transaction go. */
interface Outbox {
  /** Without a value: a tombstone. */
  <V extends Message> void send(Topic<V> topic, String key, @Nullable V value);
}
