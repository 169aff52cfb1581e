package dev.graft.bench.pipeline;

import dev.graft.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The ids on graft.embeddings as they are committed. It lets the broker collect a tenth of a second
 * of them for each answer: a reader that asks all the time would be part of the load.
 */
final class Arrivals implements AutoCloseable {
  private final KafkaConsumer<String, byte[]> consumer;

  Arrivals(String kafka) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", kafka,
                "isolation.level", "read_committed",
                "enable.auto.commit", "false",
                "fetch.min.bytes", "1048576",
                "fetch.max.wait.ms", "100"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(
        consumer.partitionsFor(Topics.EMBEDDINGS.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList());
  }

  void skipToEnd() {
    consumer.seekToEnd(consumer.assignment());
    consumer.assignment().forEach(consumer::position);
  }

  List<String> next() {
    var ids = new ArrayList<String>();
    consumer.poll(Duration.ofMillis(200)).forEach(record -> ids.add(record.key()));
    return ids;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
