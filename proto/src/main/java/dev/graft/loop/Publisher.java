package dev.graft.loop;

import com.google.protobuf.Message;
import dev.graft.topics.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Sends outside of any poll: for doors that wait for the acknowledgement, and for those that must
 * never wait.
 */
public final class Publisher implements AutoCloseable {
  private Publisher() {}

  /**
   * Opens a publisher.
   *
   * @param service who sends, for CloudEvents
   */
  public static Publisher open(Clients clients, String service, MeterRegistry registry) {
    return new Publisher();
  }

  /**
   * Completes when all in-sync replicas have it; exceptionally within some seconds if they don't.
   */
  public <V extends Message> CompletableFuture<RecordMetadata> send(
      Topic<V> topic, String key, @Nullable V value) {
    throw new UnsupportedOperationException();
  }

  /** Never blocks. False: the buffer was full, and the message is dropped and counted. */
  public <V extends Message> boolean trySend(Topic<V> topic, String key, V value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
