package dev.graft.loop;

import com.google.protobuf.Message;
import dev.graft.serdes.Decoded;
import dev.graft.serdes.Decoding;
import dev.graft.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A compacted topic, read whole into memory by every replica, and followed. */
public final class Register<V extends Message> implements Runs {
  private static final Logger log = LoggerFactory.getLogger(Register.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Topic<V> topic;
  private final Clients clients;
  private final Map<String, V> values = new ConcurrentHashMap<>();
  private final List<Listener<V>> listeners = new CopyOnWriteArrayList<>();
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final BackOff backOff = new BackOff();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private volatile LoopHealth health = LoopHealth.waiting("has not begun");
  private @Nullable Thread thread;

  private Register(Topic<V> topic, Clients clients) {
    this.topic = topic;
    this.clients = clients;
  }

  /**
   * Told of each change on the register's own thread, after {@link #view} shows it; empty is a
   * tombstone.
   */
  @FunctionalInterface
  public interface Listener<V extends Message> {
    /** Called again, after a back-off, if it throws. */
    void changed(String key, Optional<V> value);
  }

  public static <V extends Message> Register<V> of(Topic<V> topic, Clients clients) {
    return new Register<>(topic, clients);
  }

  /** Before {@link #start}; the listener hears of everything from the beginning. */
  public Register<V> onChange(Listener<V> listener) {
    listeners.add(listener);
    return this;
  }

  @Override
  public synchronized Register<V> start() {
    if (thread == null) {
      thread = new Thread(this::run, "graft-register-" + topic.name());
      thread.setDaemon(true);
      thread.start();
    }
    return this;
  }

  /** A live, read-only view. */
  public Map<String, V> view() {
    return Collections.unmodifiableMap(values);
  }

  public Optional<V> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** True once everything that was committed when the register started has been read. */
  public boolean awaitCaughtUp(Duration atMost) throws InterruptedException {
    return caughtUp.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public String name() {
    return "register " + topic.name();
  }

  @Override
  public LoopHealth health() {
    var running = thread;
    return running != null && !running.isAlive() && closing.getCount() > 0
        ? LoopHealth.dead("its thread has ended: " + health.why())
        : health;
  }

  @Override
  public void close() {
    closing.countDown();
    var running = thread;
    if (running != null && running != Thread.currentThread()) {
      try {
        running.join(5_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    while (closing.getCount() > 0) {
      try (var consumer = clients.reader("graft-register-" + topic.name())) {
        follow(consumer);
      } catch (RuntimeException e) { // whatever the client trips over, a new one may not
        broken(e);
      }
    }
    health = LoopHealth.waiting("closed");
  }

  private void follow(Consumer<byte[], byte[]> consumer) {
    var partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new KafkaException("topic " + topic.name() + " does not exist yet");
    }
    consumer.assign(partitions);
    partitions.forEach(
        partition -> consumer.seek(partition, positions.getOrDefault(partition, 0L)));
    // Of a read_committed consumer these are before the first open transaction, so a hanging one
    // does not hold us up.
    var ends = consumer.endOffsets(partitions);
    while (closing.getCount() > 0) {
      for (var record : consumer.poll(POLL)) {
        take(record);
      }
      partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
      if (partitions.stream()
          .allMatch(at -> positions.getOrDefault(at, 0L) >= ends.getOrDefault(at, 0L))) {
        well();
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    var key = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      values.remove(key);
      tell(key, Optional.empty());
      return;
    }
    var decoded = Decoding.decode(topic, record.value(), record.headers());
    if (decoded instanceof Decoded.Read<V> read) {
      values.put(key, read.value());
      tell(key, Optional.of(read.value()));
    } else if (decoded
        instanceof Decoded.Garbage<V> garbage) { // not a reject: every replica would send one
      log.warn("{} skips {}@{}: {}", name(), record.partition(), record.offset(), garbage.reason());
    }
  }

  private void tell(String key, Optional<V> value) {
    for (var listener : listeners) {
      boolean told = false;
      while (!told && closing.getCount() > 0) {
        try {
          listener.changed(key, value);
          told = true;
        } catch (
            RuntimeException e) { // a broken world: it must hear of this before it hears of more
          broken(e);
        }
      }
    }
  }

  private void well() {
    if (!health.ready()) {
      log.info("{} holds {} entries", name(), values.size());
      health = LoopHealth.ready("follows " + topic.name());
      caughtUp.countDown();
    }
    backOff.reset();
  }

  private void broken(RuntimeException cause) {
    if (health.ready() || !health.why().endsWith(cause.toString())) { // once per trouble
      log.warn("{} tries again until this is over", name(), cause);
    }
    health = LoopHealth.waiting("tries again after " + cause);
    try {
      closing.await(backOff.next().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
    }
  }
}
