package dev.graft.deploy.demo.props;

import com.google.protobuf.ByteString;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.InboxEvent;
import dev.graft.v1.LabelSubmitted;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes to graft.inbox as any program in the world would: a plain producer, no key, Protobuf
 * bytes.
 */
public final class Inbox implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;

  public Inbox(String kafka) {
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                kafka,
                "acks",
                "all",
                "compression.type",
                "none",
                "max.request.size",
                String.valueOf(17 << 20),
                "buffer.memory",
                String.valueOf(64L << 20)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  public void image(Sample sample) {
    var image =
        ImageSubmitted.newBuilder()
            .setImageId(sample.imageId())
            .setSource("graft demo")
            .setData(ByteString.copyFrom(sample.encoded().get()));
    producer.send(record(InboxEvent.newBuilder().setImage(image).build()));
  }

  public void label(String taskId, Sample sample) {
    label(
        LabelSubmitted.newBuilder()
            .setTaskId(taskId)
            .setImageId(sample.imageId())
            .setClassName(sample.className())
            .setEventId(eventId(sample)));
  }

  /** A label of any kind; who says so is added. */
  public void label(LabelSubmitted.Builder label) {
    label.setAnnotator("graft demo");
    producer.send(record(InboxEvent.newBuilder().setLabel(label).build()));
  }

  /** Publishes and waits until the broker has it. */
  public void labelNow(String taskId, Sample sample) {
    label(taskId, sample);
    producer.flush();
  }

  /** By which the demo finds its label again on graft.examples. */
  public static String eventId(Sample sample) {
    return "label-of-" + sample.imageId();
  }

  public void flush() {
    producer.flush();
  }

  private static ProducerRecord<byte[], byte[]> record(InboxEvent event) {
    return new ProducerRecord<>("graft.inbox", event.toByteArray());
  }

  @Override
  public void close() {
    producer.close();
  }
}
