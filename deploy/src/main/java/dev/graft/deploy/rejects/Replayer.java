package dev.graft.deploy.rejects;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.util.concurrent.RateLimiter;
import com.google.protobuf.util.Timestamps;
import dev.graft.deploy.Failure;
import dev.graft.deploy.reach.Addresses;
import dev.graft.topics.Topics;
import dev.graft.v1.RecordHeader;
import dev.graft.v1.Reject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends rejects again, each in one transaction with the note on graft.rejects that says so. Two
 * replays at a time fence each other, and the later one goes on.
 */
public final class Replayer implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final RateLimiter limiter;

  /**
   * Opens it.
   *
   * @param at where the system is, and how to get in
   * @param perSecond most rejects a second
   */
  public Replayer(Addresses at, double perSecond) {
    this.limiter = RateLimiter.create(perSecond);
    Map<String, Object> settings = new HashMap<>(at.access().kafka());
    settings.put("bootstrap.servers", at.kafka());
    settings.put("transactional.id", "graft-replay");
    settings.put("transaction.timeout.ms", "10000");
    settings.put("acks", "all");
    settings.put("max.block.ms", "15000");
    settings.put("max.request.size", Topics.REJECTS.maxMessageBytes() + (1 << 20));
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      producer.close();
      throw new Failure("Kafka at " + at.kafka() + " does not let us send: " + e.getMessage(), e);
    }
  }

  /** Returns when both are on Kafka. */
  public void send(Found found) {
    limiter.acquire();
    try {
      producer.beginTransaction();
      for (var record : List.of(original(found), note(found))) {
        producer.send(record).get();
      }
      producer.commitTransaction();
    } catch (ExecutionException | KafkaException e) {
      throw new Failure("can't send " + found.id() + " again: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  /** As it came; its time too, since facts without a time of their own take the record's. */
  private static ProducerRecord<byte[], byte[]> original(Found found) {
    var reject = found.reject();
    var record =
        new ProducerRecord<>(
            reject.getSourceTopic(),
            null,
            Timestamps.toMillis(reject.getSourceTime()),
            reject.getKey().isEmpty() ? null : reject.getKey().toByteArray(),
            reject.getValue().toByteArray(),
            headers(reject.getHeadersList()));
    return marked(record, found.id());
  }

  private static ProducerRecord<byte[], byte[]> note(Found found) {
    var note =
        Reject.newBuilder(found.reject())
            .clearValue()
            .clearHeaders()
            .setFault(RejectLog.REPLAYED)
            .setReason("graft.rejects/" + found.id() + " was sent again")
            .setService("graft")
            .setTime(Timestamps.now())
            .build();
    var record =
        new ProducerRecord<>(
            Topics.REJECTS.name(), found.reject().getKey().toByteArray(), note.toByteArray());
    return marked(record, found.id());
  }

  private static RecordHeaders headers(List<RecordHeader> original) {
    var headers = new RecordHeaders();
    original.stream()
        .filter(header -> !header.getName().equals(RejectLog.REPLAY_OF))
        .forEach(header -> headers.add(header.getName(), header.getValue().toByteArray()));
    return headers;
  }

  private static ProducerRecord<byte[], byte[]> marked(
      ProducerRecord<byte[], byte[]> record, RejectId id) {
    record.headers().add(RejectLog.REPLAY_OF, id.toString().getBytes(US_ASCII));
    return record;
  }

  @Override
  public void close() {
    producer.close();
  }
}
