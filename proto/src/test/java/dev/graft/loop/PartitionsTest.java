package dev.graft.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionsTest {
  private static final TopicPartition FIRST = new TopicPartition("in", 0);
  private static final TopicPartition SECOND = new TopicPartition("in", 1);

  // Kafka's own stand-in for a consumer.
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final Partitions partitions = new Partitions(consumer);

  PartitionsTest() {
    consumer.subscribe(Set.of("in"), partitions);
    consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
  }

  @Test
  void readsNothingOfAPartitionThatCameWhileAllWereHeldAndNoneWasThere() {
    partitions.hold(); // as when Kafka fails us before we were given any partition
    consumer.rebalance(List.of(FIRST));
    consumer.addRecord(new ConsumerRecord<>("in", 0, 0, new byte[0], new byte[0]));
    assertEquals(0, consumer.poll(Duration.ZERO).count());
    partitions.release();
    assertEquals(1, consumer.poll(Duration.ZERO).count());
  }

  @Test
  void readsAPartitionThatCameWhileNoneWereHeld() {
    partitions.hold();
    partitions.release();
    consumer.rebalance(List.of(FIRST));
    consumer.addRecord(new ConsumerRecord<>("in", 0, 0, new byte[0], new byte[0]));
    assertEquals(1, consumer.poll(Duration.ZERO).count());
  }

  @Test
  void remembersWhatWasTakenSinceItHeldThemEvenIfItCameBack() {
    consumer.rebalance(List.of(FIRST, SECOND));
    partitions.hold();
    consumer.rebalance(List.of(SECOND));
    consumer.rebalance(List.of(FIRST, SECOND));
    assertTrue(partitions.lostAnyOf(Set.of(FIRST)));
    assertFalse(partitions.lostAnyOf(Set.of(SECOND)));
    partitions.hold();
    assertFalse(partitions.lostAnyOf(Set.of(FIRST)));
  }
}
