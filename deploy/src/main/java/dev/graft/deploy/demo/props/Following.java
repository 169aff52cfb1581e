package dev.graft.deploy.demo.props;

import dev.graft.deploy.reach.TopicReader;
import dev.graft.topics.Topic;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hands over what is on topics, from their beginning on, on a thread of its own until closed. */
public final class Following implements AutoCloseable {
  private final TopicReader reader;
  private final BiConsumer<String, ConsumerRecord<String, byte[]>> each;
  private final Thread thread;
  private volatile boolean closing;

  /**
   * Begins at once.
   *
   * @param name of the thread
   * @param each is handed the topic's name and a record that has a value
   */
  public Following(
      String name,
      String kafka,
      BiConsumer<String, ConsumerRecord<String, byte[]>> each,
      Topic<?>... topics) {
    this.reader = new TopicReader(kafka, topics);
    this.each = each;
    this.thread = new Thread(this::follow, name);
    thread.start();
  }

  private void follow() {
    while (!closing) {
      reader.poll(Duration.ofMillis(50), this::hand);
    }
    reader.close();
  }

  private void hand(String topic, ConsumerRecord<String, byte[]> record) {
    if (record.value() != null) {
      each.accept(topic, record);
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
