package dev.graft.topics;

import com.google.protobuf.Message;
import dev.graft.serdes.ProtoSerde;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;

/**
 * One topic of the catalogue.
 *
 * @param prototype the default instance of the message that its values are
 * @param key what the record's key is, in words: "image", "task", "task/version", "replica/task",
 *     "any"
 * @param retention how long records are kept; empty is for ever
 * @param maxMessageBytes largest record batch the broker takes
 * @param writer who writes it, for people
 * @param readers who reads it, for people
 */
public record Topic<V extends Message>(
    String name,
    V prototype,
    String key,
    Cleanup cleanup,
    Optional<Duration> retention,
    int partitions,
    int maxMessageBytes,
    String writer,
    String readers) {

  /**
   * Strict serde of the values: Protobuf only, throws on garbage. Loops and topologies decode more
   * gently.
   */
  public Serde<V> serde() {
    return ProtoSerde.of(prototype);
  }

  @Override
  public String toString() {
    return name;
  }
}
