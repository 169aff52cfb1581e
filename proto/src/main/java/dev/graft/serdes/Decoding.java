package dev.graft.serdes;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.graft.topics.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a record to a message: Protobuf, or Protobuf's JSON if the content-type header says so.
 */
public final class Decoding {
  private static final JsonFormat.Parser JSON = JsonFormat.parser();

  private Decoding() {}

  /** Never throws for what is in the bytes. */
  public static <V extends Message> Decoded<V> decode(
      Topic<V> topic, byte @Nullable [] bytes, Headers headers) {
    if (bytes == null) {
      return new Decoded.Garbage<>("the record has no value");
    }
    var json = isJson(headers);
    try {
      return new Decoded.Read<>(
          json ? fromJson(topic.prototype(), bytes) : fromBytes(topic.prototype(), bytes));
    } catch (InvalidProtocolBufferException | CharacterCodingException e) {
      return garbage(topic, json, e);
    } catch (
        RuntimeException
            e) { // a parser that trips over bytes: they are bad all the same, and would stop us for
      // ever
      return garbage(topic, json, e);
    }
  }

  private static boolean isJson(Headers headers) {
    var header = headers.lastHeader("content-type");
    return header != null
        && header.value() != null
        && new String(header.value(), StandardCharsets.UTF_8)
            .strip()
            .toLowerCase(Locale.ROOT)
            .startsWith("application/json");
  }

  @SuppressWarnings("unchecked") // a message's parser and builder yield its own type
  private static <V extends Message> V fromBytes(V prototype, byte[] bytes)
      throws InvalidProtocolBufferException {
    return (V) prototype.getParserForType().parseFrom(bytes);
  }

  @SuppressWarnings("unchecked")
  private static <V extends Message> V fromJson(V prototype, byte[] bytes)
      throws InvalidProtocolBufferException, CharacterCodingException {
    var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    var builder = prototype.newBuilderForType();
    JSON.merge(text, builder);
    return (V) builder.build();
  }

  private static <V extends Message> Decoded<V> garbage(Topic<V> topic, boolean json, Exception e) {
    var form = json ? "Protobuf's JSON" : "Protobuf";
    var message = topic.prototype().getDescriptorForType().getFullName();
    return new Decoded.Garbage<>("not a " + message + " as " + form + ": " + e.getMessage());
  }
}
