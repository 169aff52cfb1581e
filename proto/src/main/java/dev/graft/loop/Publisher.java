package dev.graft.loop;

import com.google.protobuf.Message;
import dev.graft.topics.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends outside of any poll: for doors that wait for the acknowledgement, and for those that must
 * never wait.
 *
 * <p>Counters, per topic: {@code graft.publisher.accepted} = sent + failed + what is under way;
 * {@code graft.publisher.dropped} was never accepted.
 */
public final class Publisher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Publisher.class);

  /**
   * Most bytes that {@link #trySend} has under way; half of the producer's buffer, the rest is for
   * doors.
   */
  private static final long MAX_PENDING_BYTES = 32L << 20;

  private final ProducerInUse producer;
  private final String service;
  private final MeterRegistry registry;
  private final long maxPendingBytes;
  private final AtomicLong pendingBytes = new AtomicLong();
  private final BlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closing;

  /** A message on its way to the producer. */
  private record Pending(
      ProducerRecord<byte[], byte[]> record, CompletableFuture<RecordMetadata> done) {}

  Publisher(ProducerInUse producer, String service, MeterRegistry registry, long maxPendingBytes) {
    this.producer = producer;
    this.service = service;
    this.registry = registry;
    this.maxPendingBytes = maxPendingBytes;
    this.thread = new Thread(this::drain, "graft-publisher-" + service);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Opens a publisher.
   *
   * @param service who sends, for CloudEvents
   */
  public static Publisher open(Clients clients, String service, MeterRegistry registry) {
    return new Publisher(
        new ProducerInUse(() -> clients.sender("graft-publisher-" + service)),
        service,
        registry,
        MAX_PENDING_BYTES);
  }

  /**
   * Completes when all in-sync replicas have it; exceptionally within 15 s if they don't, then with
   * a {@link KafkaException}.
   */
  public <V extends Message> CompletableFuture<RecordMetadata> send(
      Topic<V> topic, String key, @Nullable V value) {
    var done = new CompletableFuture<RecordMetadata>();
    try {
      var record = Records.of(topic, key, value, service);
      count("accepted", topic.name());
      hand(record, done);
    } catch (KafkaException e) {
      done.completeExceptionally(e);
    }
    return done;
  }

  /**
   * Never blocks. False: the buffer was full or the message too large, and it is dropped and
   * counted.
   */
  public <V extends Message> boolean trySend(Topic<V> topic, String key, V value) {
    long bytes = value.getSerializedSize() + 1_000L;
    if (closing || bytes > topic.maxMessageBytes() || !reserve(bytes)) {
      return dropped(topic);
    }
    ProducerRecord<byte[], byte[]> record;
    try {
      record = Records.of(topic, key, value, service);
    } catch (RecordTooLargeException e) { // a long key: just over the limit with what is around it
      pendingBytes.addAndGet(-bytes);
      return dropped(topic);
    }
    count("accepted", topic.name());
    var done = new CompletableFuture<RecordMetadata>();
    done.whenComplete((sent, e) -> pendingBytes.addAndGet(-bytes));
    return queue.add(new Pending(record, done));
  }

  private boolean reserve(long bytes) {
    if (pendingBytes.addAndGet(bytes) <= maxPendingBytes) {
      return true;
    }
    pendingBytes.addAndGet(-bytes);
    return false;
  }

  private boolean dropped(Topic<?> topic) {
    count("dropped", topic.name());
    return false;
  }

  /** Sends what was accepted, if that is done within some seconds. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close();
  }

  /** The producer may block when it has no metadata or no memory; then only this thread waits. */
  private void drain() {
    try {
      while (!closing || !queue.isEmpty()) {
        var next = queue.poll(100, TimeUnit.MILLISECONDS);
        if (next != null) {
          hand(next.record(), next.done());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hand(ProducerRecord<byte[], byte[]> record, CompletableFuture<RecordMetadata> done) {
    try {
      var present = producer.get();
      present.send(
          record,
          (sent, e) -> {
            if (e != null) {
              producer.failed(present, e);
            }
            settle(record.topic(), done, sent, e);
          });
    } catch (RuntimeException e) { // closed, or interrupted
      settle(record.topic(), done, null, e);
    }
  }

  private void settle(
      String topic,
      CompletableFuture<RecordMetadata> done,
      @Nullable RecordMetadata sent,
      @Nullable Exception e) {
    if (e == null && sent != null) {
      count("sent", topic);
      done.complete(sent);
    } else {
      var cause = e == null ? new KafkaException("no acknowledgement") : e;
      count("failed", topic);
      log.debug("could not send to {}", topic, cause);
      done.completeExceptionally(cause);
    }
  }

  private void count(String what, String topic) {
    Counter.builder("graft.publisher." + what).tag("topic", topic).register(registry).increment();
  }
}
