package dev.graft.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.graft.embedded.TestBed;
import dev.graft.topics.Topics;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts into the inbox with a client that knows nothing of the project. */
final class InboxProducer implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", TestBed.bootstrapServers()),
          new ByteArraySerializer(),
          new ByteArraySerializer());

  void put(String key, byte[] value) {
    producer.send(record(key, value));
  }

  void putJson(String key, String json) {
    var record = record(key, json.getBytes(UTF_8));
    record.headers().add("content-type", "application/json".getBytes(UTF_8));
    producer.send(record);
  }

  private static ProducerRecord<byte[], byte[]> record(String key, byte[] value) {
    return new ProducerRecord<>(Topics.INBOX.name(), key.getBytes(UTF_8), value);
  }

  /** Returns when all of it is there. */
  void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
