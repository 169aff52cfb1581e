package dev.graft.serdes;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Strict Protobuf serde of one message type; null is a tombstone. */
public final class ProtoSerde {
  private ProtoSerde() {}

  /** A serde whose deserializer throws {@link SerializationException} on garbage. */
  public static <V extends Message> Serde<V> of(V prototype) {
    @SuppressWarnings("unchecked") // every generated message's parser yields its own type
    var parser = (Parser<V>) prototype.getParserForType();
    return Serdes.serdeFrom(
        (topic, message) -> message == null ? null : message.toByteArray(),
        (topic, bytes) -> bytes == null ? null : parse(parser, topic, bytes));
  }

  private static <V extends Message> V parse(Parser<V> parser, String topic, byte[] bytes) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new SerializationException(
          "not the Protobuf message of " + topic + ": " + e.getMessage(), e);
    }
  }
}
