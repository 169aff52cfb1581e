package dev.graft.loop;

import dev.graft.embedded.Moment;
import dev.graft.embedded.TestBed;
import dev.graft.topics.Cleanup;
import dev.graft.topics.Topic;
import dev.graft.v1.TaskSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Topics, records and patience for the tests of this package. */
final class Given {
  static final Duration LONG = Duration.ofSeconds(30);

  private Given() {}

  static Topic<TaskSpec> topic(String what, Cleanup cleanup) {
    return topic(what, cleanup, 1 << 20);
  }

  static Topic<TaskSpec> topic(String what, Cleanup cleanup, int maxMessageBytes) {
    return topic(TestBed.clients(), what, cleanup, maxMessageBytes);
  }

  /** A new topic that exists, with one partition so that order is plain. */
  static Topic<TaskSpec> topic(Clients clients, String what, Cleanup cleanup, int maxMessageBytes) {
    var name = what + "-" + UUID.randomUUID();
    var topic =
        new Topic<>(
            name,
            TaskSpec.getDefaultInstance(),
            "task",
            cleanup,
            Optional.empty(),
            1,
            maxMessageBytes,
            "",
            "");
    try (var admin = clients.admin()) {
      admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return topic;
  }

  static TaskSpec task(String id) {
    return TaskSpec.newBuilder().setTaskId(id).build();
  }

  static void send(Topic<TaskSpec> topic, String... ids) {
    for (var id : ids) {
      sendBytes(topic, id, task(id).toByteArray());
    }
  }

  static void sendBytes(Topic<?> topic, String key, byte[] value) {
    try (var producer = TestBed.clients().sender("test")) {
      producer.send(new ProducerRecord<>(topic.name(), key.getBytes(), value)).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static List<ConsumerRecord<byte[], byte[]>> records(Topic<?> topic, int count) {
    return records(TestBed.clients(), topic, count);
  }

  /** All committed records of a topic, once there are so many. */
  static List<ConsumerRecord<byte[], byte[]>> records(Clients clients, Topic<?> topic, int count) {
    var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var reader = clients.reader("test")) {
      var partitions =
          reader.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      reader.assign(partitions);
      reader.seekToBeginning(partitions);
      until(
          () -> {
            reader.poll(Duration.ofMillis(100)).forEach(found::add);
            return found.size() >= count;
          });
    }
    return found;
  }

  /** Waits for something that happens on another thread. */
  static void until(BooleanSupplier happened) {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it did not happen within " + LONG);
      }
      Moment.pass();
    }
  }
}
