package dev.graft.ingest;

import com.google.protobuf.Message;
import dev.graft.embedded.TestBed;
import dev.graft.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A topic as anyone outside sees it. */
final class Followed<V extends Message> implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final KafkaConsumer<String, V> consumer;
  private final List<V> seen = new ArrayList<>();

  Followed(Topic<V> topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", TestBed.bootstrapServers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            topic.serde().deserializer());
    var partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Waits for a record, from the beginning of the topic on. */
  V await(Predicate<V> wanted) {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < deadline) {
      var found = find(wanted);
      if (found.isPresent()) {
        return found.get();
      }
      consumer.poll(Duration.ofMillis(100)).forEach(record -> seen.add(record.value()));
    }
    throw new AssertionError("not seen within " + LONGEST);
  }

  private Optional<V> find(Predicate<V> wanted) {
    return seen.stream().filter(wanted).findFirst();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
