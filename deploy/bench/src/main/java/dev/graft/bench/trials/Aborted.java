package dev.graft.bench.trials;

import dev.graft.topics.Topics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * States that a judge had begun to tell when it was killed: they lie on graft.rollout-history,
 * their transaction was ended by whoever came after it, and no reader of ours ever sees them.
 */
final class Aborted {
  private Aborted() {}

  static int states(String kafka) {
    return count(kafka, "read_uncommitted") - count(kafka, "read_committed");
  }

  private static int count(String kafka, String isolation) {
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers",
            kafka,
            "isolation.level",
            isolation,
            "enable.auto.commit",
            "false",
            "auto.offset.reset",
            "earliest");
    int records = 0;
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(Topics.ROLLOUT_HISTORY.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        records += consumer.poll(Duration.ofMillis(100)).count();
      }
    }
    return records;
  }
}
