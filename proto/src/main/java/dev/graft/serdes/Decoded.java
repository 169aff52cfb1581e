package dev.graft.serdes;

import com.google.protobuf.Message;

/** What bytes turned out to be. */
public sealed interface Decoded<V extends Message> {
  record Read<V extends Message>(V value) implements Decoded<V> {}

  record Garbage<V extends Message>(String reason) implements Decoded<V> {}
}
