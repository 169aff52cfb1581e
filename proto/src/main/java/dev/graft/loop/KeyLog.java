package dev.graft.loop;

import com.google.protobuf.Message;
import dev.graft.serdes.Decoded;
import dev.graft.serdes.Decoding;
import dev.graft.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Looks a few records of one key up, the newest first: where the topic is long, and what is wanted
 * mostly near its end. Reads ever larger pieces backwards; holds no more than was asked for.
 */
public final class KeyLog<V extends Message> {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final long FIRST_PIECE = 256;
  private static final long LARGEST_PIECE = 1 << 16;

  private final Topic<V> topic;
  private final Clients clients;

  public KeyLog(Topic<V> topic, Clients clients) {
    this.topic = topic;
    this.clients = clients;
  }

  /** A record that was found. */
  public record Found<V extends Message>(V value, int partition, long offset) {}

  /**
   * Between which times of their records.
   *
   * @param from null: from the beginning
   * @param to null: to the end; by the records' times, which are taken to grow
   */
  public record Span(@Nullable Instant from, @Nullable Instant to) {
    public static final Span ALL = new Span(null, null);
  }

  /**
   * The newest committed records of the key that are wanted, the newest first. What can't be
   * decoded is none.
   *
   * @param limit at most so many
   * @throws TimeoutException if that takes longer than the patience, or Kafka does not answer
   * @throws KafkaException of another kind, if it refuses
   */
  public List<Found<V>> newest(
      String key, Span span, Predicate<V> wanted, int limit, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try (var consumer = clients.reader("graft-look-up-" + topic.name())) {
      var look = new Look(consumer, key.getBytes(StandardCharsets.UTF_8), wanted, deadline);
      return look.backwards(span, limit);
    }
  }

  private final class Look {
    private final Consumer<byte[], byte[]> consumer;
    private final byte[] key;
    private final Predicate<V> wanted;
    private final long deadline;
    private final TopicPartition partition;

    Look(Consumer<byte[], byte[]> consumer, byte[] key, Predicate<V> wanted, long deadlineNanos) {
      this.consumer = consumer;
      this.key = key;
      this.wanted = wanted;
      this.deadline = deadlineNanos;
      int partitions = consumer.partitionsFor(topic.name(), left()).size();
      if (partitions == 0) {
        throw new KafkaException("topic " + topic.name() + " does not exist yet");
      }
      // Where the default partitioner of producers puts it.
      this.partition =
          new TopicPartition(topic.name(), Utils.toPositive(Utils.murmur2(key)) % partitions);
    }

    List<Found<V>> backwards(Span span, int limit) {
      consumer.assign(List.of(partition));
      long first = first(span.from());
      long end = end(span.to());
      var found = new ArrayList<Found<V>>();
      for (long piece = FIRST_PIECE; end > first && found.size() < limit; ) {
        long begin = Math.max(first, end - piece);
        newestOf(begin, end, limit - found.size()).forEachRemaining(found::add);
        end = begin;
        piece = Math.min(2 * piece, LARGEST_PIECE);
      }
      return found;
    }

    private Iterator<Found<V>> newestOf(long begin, long end, int limit) {
      Deque<Found<V>> last = new ArrayDeque<>();
      consumer.seek(partition, begin);
      while (consumer.position(partition, left()) < end) {
        for (var record : consumer.poll(shorter(POLL, left()))) {
          if (record.offset() < end && is(record)) {
            take(record, last);
          }
          if (last.size() > limit) {
            last.removeFirst();
          }
        }
      }
      return last.descendingIterator();
    }

    private boolean is(ConsumerRecord<byte[], byte[]> record) {
      return record.value() != null && Arrays.equals(record.key(), key);
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Deque<Found<V>> into) {
      if (Decoding.decode(topic, record.value(), record.headers()) instanceof Decoded.Read<V> read
          && wanted.test(read.value())) {
        into.addLast(new Found<>(read.value(), record.partition(), record.offset()));
      }
    }

    private long first(@Nullable Instant from) {
      long beginning =
          consumer.beginningOffsets(List.of(partition), left()).getOrDefault(partition, 0L);
      return from == null ? beginning : Math.max(beginning, at(from.toEpochMilli()));
    }

    private long end(@Nullable Instant to) {
      return to == null ? committed() : at(to.toEpochMilli() + 1);
    }

    /** The first record at that time or later. */
    private long at(long millis) {
      var found = consumer.offsetsForTimes(Map.of(partition, millis), left()).get(partition);
      long committed = committed();
      return found == null ? committed : Math.min(found.offset(), committed);
    }

    /** Behind the last record that a reader of committed ones may see. */
    private long committed() {
      return consumer.endOffsets(List.of(partition), left()).getOrDefault(partition, 0L);
    }

    private Duration left() {
      long nanos = deadline - System.nanoTime();
      if (nanos <= 0) {
        throw new TimeoutException("it takes longer to look through " + partition);
      }
      return Duration.ofNanos(nanos);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
