package dev.graft.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Sends and commits in one short transaction. After any failure the producer is thrown away: a new
 * one with the same transactional.id fences it and settles what it left open, whatever went wrong
 * (a fenced producer shows as more than one exception).
 */
final class Transactions implements AutoCloseable {
  private final Clients clients;
  private final String transactionalId;
  private @Nullable Producer<byte[], byte[]> producer;

  Transactions(Clients clients, String transactionalId) {
    this.clients = clients;
    this.transactionalId = transactionalId;
  }

  /** Makes sure that there is a producer, and that nothing of an earlier one is open. */
  Producer<byte[], byte[]> ready() {
    var present = producer;
    if (present != null) {
      return present;
    }
    var fresh = clients.transactional(transactionalId);
    try {
      fresh.initTransactions();
    } catch (RuntimeException e) {
      fresh.close(Duration.ZERO);
      throw e;
    }
    producer = fresh;
    return fresh;
  }

  void commit(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> next,
      ConsumerGroupMetadata group) {
    var with = ready();
    try {
      with.beginTransaction();
      var sent = new ArrayList<Future<RecordMetadata>>();
      records.forEach(record -> sent.add(with.send(record)));
      with.sendOffsetsToTransaction(next, group);
      with.commitTransaction();
      for (var each : sent) {
        each.get(); // all done; a failure would have failed the commit
      }
    } catch (RuntimeException e) {
      discard();
      throw e;
    } catch (ExecutionException e) {
      discard();
      throw new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      discard();
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while committing", e);
    }
  }

  private void discard() {
    var broken = producer;
    producer = null;
    if (broken != null) {
      broken.close(Duration.ZERO);
    }
  }

  @Override
  public void close() {
    var present = producer;
    producer = null;
    if (present != null) {
      present.close(Duration.ofSeconds(5));
    }
  }
}
