package dev.graft.serdes;

import com.google.protobuf.Message;
import dev.graft.topics.Topic;
import org.apache.kafka.common.header.Headers;

/**
 * Bytes of a record to a message: Protobuf, or Protobuf's JSON if the content-type header says so.
 */
public final class Decoding {
  private Decoding() {}

  /** Never throws for what is in the bytes. */
  public static <V extends Message> Decoded<V> decode(
      Topic<V> topic, byte[] bytes, Headers headers) {
    throw new UnsupportedOperationException();
  }
}
