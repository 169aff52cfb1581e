package dev.graft.loop;

import com.google.protobuf.Message;
import dev.graft.topics.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A compacted topic, read whole into memory by every replica, and followed. */
public final class Register<V extends Message> implements Monitored, AutoCloseable {
  private final Topic<V> topic;

  private Register(Topic<V> topic) {
    this.topic = topic;
  }

  /**
   * Told of each change on the register's own thread, after {@link #view} shows it; empty is a
   * tombstone.
   */
  @FunctionalInterface
  public interface Listener<V extends Message> {
    void changed(String key, Optional<V> value);
  }

  public static <V extends Message> Register<V> of(Topic<V> topic, Clients clients) {
    return new Register<>(topic);
  }

  /** Before {@link #start}. */
  public Register<V> onChange(Listener<V> listener) {
    throw new UnsupportedOperationException();
  }

  public Register<V> start() {
    throw new UnsupportedOperationException();
  }

  /** A live, read-only view. */
  public Map<String, V> view() {
    throw new UnsupportedOperationException();
  }

  public Optional<V> get(String key) {
    throw new UnsupportedOperationException();
  }

  /** True once everything that was committed when the register started has been read. */
  public boolean awaitCaughtUp(Duration atMost) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  @Override
  public String name() {
    return "register " + topic.name();
  }

  @Override
  public LoopHealth health() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
