package dev.graft.ingest;

import dev.graft.blobs.BlobStore;
import dev.graft.embedded.TestBed;
import dev.graft.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Where the bytes of a picture still are: every object of a store, every record of every topic. */
record Remains(BlobStore store, byte[] bytes) {

  /** Places, as words. */
  List<String> places() {
    var places = new ArrayList<String>();
    for (var key : store.list("")) {
      store.get(key).filter(this::holds).ifPresent(object -> places.add("object " + key));
    }
    for (var topic : Topics.all()) {
      records(topic.name(), places);
    }
    return places;
  }

  private void records(String topic, List<String> places) {
    try (var consumer = TestBed.clients().reader("remains")) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.get(at))) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                record -> {
                  if (record.value() != null && holds(record.value())) {
                    places.add("%s/%d/%d".formatted(topic, record.partition(), record.offset()));
                  }
                });
      }
    }
  }

  private boolean holds(byte[] where) {
    for (int at = 0; at + bytes.length <= where.length; at++) {
      int same = 0;
      while (same < bytes.length && where[at + same] == bytes[same]) {
        same++;
      }
      if (same == bytes.length) {
        return true;
      }
    }
    return false;
  }
}
