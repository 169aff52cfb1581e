package dev.graft.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.embedded.TestBed;
import dev.graft.topics.Cleanup;
import dev.graft.topics.Topic;
import dev.graft.v1.TaskSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class PublisherTest {
  private final Topic<TaskSpec> topic = Given.topic("published", Cleanup.DELETE);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void acknowledgesWhatIsInTheTopic() {
    try (var publisher = Publisher.open(TestBed.clients(), "door", meters)) {
      assertEquals(0, publisher.send(topic, "a", Given.task("a")).join().offset());
      assertTrue(publisher.trySend(topic, "b", Given.task("b")));
      assertEquals(2, Given.records(topic, 2).size());
    }
    assertEquals(2, count("accepted"));
    assertEquals(2, count("sent"));
  }

  @Test
  void sendsWhatItAcceptedBeforeItCloses() {
    try (var publisher = Publisher.open(TestBed.clients(), "door", meters)) {
      for (int i = 0; i < 100; i++) {
        assertTrue(publisher.trySend(topic, "k" + i, Given.task("k" + i)));
      }
    }
    assertEquals(100, Given.records(topic, 100).size());
    assertEquals(100, count("sent"));
  }

  @Test
  void failsAMessageThatTheTopicDoesNotTake() {
    var large = Given.task("x".repeat(2 << 20));
    try (var publisher = Publisher.open(TestBed.clients(), "door", meters)) {
      var failure =
          assertThrows(CompletionException.class, () -> publisher.send(topic, "a", large).join());
      assertInstanceOf(RecordTooLargeException.class, failure.getCause());
      assertFalse(publisher.trySend(topic, "a", large));
    }
    assertEquals(1, count("dropped"));
  }

  @Test
  void dropsAndCountsRatherThanWaitsWhenNothingGoesOut() {
    // Kafka's own stand-in, which acknowledges nothing until told to.
    var stuck =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    try (var publisher = new Publisher(new ProducerInUse(() -> stuck), "door", meters, 2_500)) {
      assertTrue(publisher.trySend(topic, "a", Given.task("a")));
      assertTrue(publisher.trySend(topic, "b", Given.task("b")));
      assertFalse(publisher.trySend(topic, "c", Given.task("c")));
      Given.until(() -> stuck.history().size() == 2);
      stuck.completeNext();
      stuck.errorNext(new RuntimeException("broken"));
      assertTrue(publisher.trySend(topic, "d", Given.task("d")));
    }
    assertEquals(3, count("accepted"));
    assertEquals(1, count("dropped"));
    assertEquals(1, count("sent"));
    assertEquals(1, count("failed"));
  }

  @Test
  void dropsWhatOnlyItsKeyMakesTooLargeAndKeepsItsRoom() {
    var key = "k".repeat(3_000);
    var nearlyTooLarge = Given.task("x".repeat(topic.maxMessageBytes() - 2_000));
    var stuck =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    try (var publisher =
        new Publisher(
            new ProducerInUse(() -> stuck), "door", meters, topic.maxMessageBytes() + 1_000L)) {
      assertFalse(publisher.trySend(topic, key, nearlyTooLarge));
      assertTrue(publisher.trySend(topic, "a", nearlyTooLarge));
    }
    assertEquals(1, count("accepted"));
    assertEquals(1, count("dropped"));
  }

  private int count(String what) {
    return (int) meters.counter("graft.publisher." + what, "topic", topic.name()).count();
  }
}
