package dev.graft.loop;

import com.google.protobuf.Message;
import java.time.Instant;
import java.util.Map;

/**
 * A record that was read and decoded.
 *
 * @param key empty if the record has none
 * @param headers the last value of each name
 */
public record Received<V extends Message>(
    String topic,
    int partition,
    long offset,
    Instant timestamp,
    String key,
    V value,
    Map<String, byte[]> headers) {}
