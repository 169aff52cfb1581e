package dev.graft.trainer.publish;

import dev.graft.loop.Clients;
import dev.graft.serdes.Decoded;
import dev.graft.serdes.Decoding;
import dev.graft.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The bundles of all versions that are on graft.models: read whole, each time anew. */
public record AnnouncedBundles(Clients clients) implements Supplier<Set<String>> {

  @Override
  public Set<String> get() {
    try (Consumer<byte[], byte[]> consumer = clients.reader("graft-announced-bundles")) {
      var partitions =
          consumer.partitionsFor(Topics.MODELS.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      Map<String, String> digests = new HashMap<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> take(record, digests));
      }
      return new HashSet<>(digests.values());
    }
  }

  private static void take(ConsumerRecord<byte[], byte[]> record, Map<String, String> digests) {
    if (record.key() == null) {
      return;
    }
    var key = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      digests.remove(key);
      return;
    }
    var decoded = Decoding.decode(Topics.MODELS, record.value(), record.headers());
    if (decoded instanceof Decoded.Garbage<?> garbage) { // it may be a version: nothing is deleted
      throw new IllegalStateException(
          "graft.models has garbage under " + key + ": " + garbage.reason());
    }
    digests.put(
        key, ((Decoded.Read<dev.graft.v1.ModelPublished>) decoded).value().getBundleDigest());
  }
}
