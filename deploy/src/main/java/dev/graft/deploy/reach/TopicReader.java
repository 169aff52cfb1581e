package dev.graft.deploy.reach;

import com.google.protobuf.Message;
import dev.graft.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads committed records of topics from their beginning, as anyone could: without a group, and
 * without leaving a trace. One thread at a time.
 */
public final class TopicReader implements AutoCloseable {
  private final KafkaConsumer<String, byte[]> consumer;
  private final List<TopicPartition> partitions;

  public TopicReader(String kafka, Topic<?>... topics) {
    this(kafka, Map.of(), topics);
  }

  /**
   * The same, of brokers that want to be talked to in a certain way.
   *
   * @param properties as every client of theirs is told
   */
  public TopicReader(String kafka, Map<String, String> properties, Topic<?>... topics) {
    var settings = new HashMap<String, Object>(properties);
    settings.put("bootstrap.servers", kafka);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("fetch.max.wait.ms", "20");
    this.consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), (topic, bytes) -> bytes);
    this.partitions =
        java.util.Arrays.stream(topics)
            .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Hands over what has come since the last call; waits for it at most this long. */
  public int poll(Duration wait, BiConsumer<String, ConsumerRecord<String, byte[]>> each) {
    var records = consumer.poll(wait);
    records.forEach(record -> each.accept(record.topic(), record));
    return records.count();
  }

  /** Hands over everything that is committed by now. */
  public void toEnd(BiConsumer<String, ConsumerRecord<String, byte[]>> each) {
    var ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      poll(Duration.ofMillis(100), each);
    }
  }

  /** Parses what one of our services wrote. */
  public static <V extends Message> V value(Topic<V> topic, ConsumerRecord<String, byte[]> record) {
    return topic.serde().deserializer().deserialize(topic.name(), record.value());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
