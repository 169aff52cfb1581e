package dev.graft.ingest.erasure;

import static java.util.stream.Collectors.toMap;

import dev.graft.loop.Clients;
import dev.graft.topics.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Deletes from graft.inbox what was taken in already, before its time: it holds the bytes of
 * pictures, and single records can't be deleted from a topic.
 */
public record InboxTrim(Clients clients, String group) {

  /** Where the partitions end now. */
  Map<Integer, Long> ends() {
    return ask(InboxTrim::ends);
  }

  /**
   * Deletes up to what the group has committed.
   *
   * @return the committed offsets by partition
   */
  Map<Integer, Long> trim() {
    return ask(
        admin -> {
          var committed = committed(admin);
          var ends = ends(admin); // later than the commits, and so not before them
          var before = new HashMap<TopicPartition, RecordsToDelete>();
          committed.forEach(
              (partition, offset) -> {
                if (offset > 0 && offset <= ends.getOrDefault(partition, 0L)) {
                  before.put(at(partition), RecordsToDelete.beforeOffset(offset));
                }
              });
          get(admin.deleteRecords(before).all());
          return committed;
        });
  }

  private Map<Integer, Long> committed(Admin admin) {
    var committed = new HashMap<Integer, Long>();
    get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach(
            (at, offset) -> {
              if (offset != null && at.topic().equals(Topics.INBOX.name())) {
                committed.put(at.partition(), offset.offset());
              }
            });
    return committed;
  }

  private static Map<Integer, Long> ends(Admin admin) {
    var asked =
        IntStream.range(0, Topics.INBOX.partitions())
            .boxed()
            .collect(toMap(InboxTrim::at, partition -> OffsetSpec.latest()));
    return get(admin.listOffsets(asked).all()).entrySet().stream()
        .collect(toMap(end -> end.getKey().partition(), end -> end.getValue().offset()));
  }

  private static TopicPartition at(int partition) {
    return new TopicPartition(Topics.INBOX.name(), partition);
  }

  private <T> T ask(Function<Admin, T> question) {
    try (var admin = clients.admin()) {
      return question.apply(admin);
    }
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new KafkaException("can't trim " + Topics.INBOX, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("stopping while trimming " + Topics.INBOX, e);
    }
  }
}
