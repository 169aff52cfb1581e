package dev.graft.bench.pipeline;

import com.google.protobuf.ByteString;
import dev.graft.bench.material.Copies;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.InboxEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes pictures as anybody could. */
final class Inbox implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;

  Inbox(String kafka) {
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                kafka,
                "acks",
                "all",
                "linger.ms",
                "5",
                "max.request.size",
                String.valueOf(17 << 20)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Records of so many new pictures, ready to be sent: ids {@code round/0}, {@code round/1}... */
  static List<byte[]> records(List<byte[]> pictures, int round, int count) {
    var records = new ArrayList<byte[]>();
    for (int i = 0; i < count; i++) {
      var picture = Copies.of(pictures.get(i % pictures.size()), ((long) round << 32) | i);
      var image =
          ImageSubmitted.newBuilder()
              .setImageId("bench/" + round + "/" + i)
              .setSource("bench")
              .setData(ByteString.copyFrom(picture));
      records.add(InboxEvent.newBuilder().setImage(image).build().toByteArray());
    }
    return records;
  }

  void send(List<byte[]> records) {
    records.forEach(record -> producer.send(new ProducerRecord<>("graft.inbox", record)));
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
