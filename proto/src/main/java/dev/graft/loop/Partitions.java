package dev.graft.loop;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions of a loop. While it holds them, polling keeps the place in the group and reads
 * nothing, not even of a partition that is assigned meanwhile: what such a poll returned would be
 * passed over for good.
 */
final class Partitions implements ConsumerRebalanceListener {
  private final Consumer<byte[], byte[]> consumer;
  private final Set<TopicPartition> lost = new HashSet<>();
  private boolean held; // paused partitions alone don't tell: there may be none at the moment

  Partitions(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  void hold() {
    held = true;
    lost.clear();
    consumer.pause(consumer.assignment());
  }

  void release() {
    held = false;
    consumer.resume(consumer.assignment());
  }

  /** Whether one was taken from us since they were last held, even if it came back. */
  boolean lostAnyOf(Set<TopicPartition> some) {
    return !Collections.disjoint(lost, some);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    if (held) {
      consumer.pause(partitions);
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    lost.addAll(partitions);
  }
}
