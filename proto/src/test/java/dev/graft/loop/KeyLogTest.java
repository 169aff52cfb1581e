package dev.graft.loop;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.graft.embedded.TestBed;
import dev.graft.loop.KeyLog.Span;
import dev.graft.topics.Cleanup;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.v1.RolloutState;
import dev.graft.v1.TaskSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class KeyLogTest {
  /** Yesterday: the broker deletes records that are older than its week, and takes none to come. */
  private static final Instant START = Instant.now().truncatedTo(SECONDS).minus(1, DAYS);

  private final Topic<TaskSpec> topic = Given.topic("key-log", Cleanup.DELETE);
  private final KeyLog<TaskSpec> log = new KeyLog<>(topic, TestBed.clients());

  @Test
  void findsTheNewestOfAKeyAmongThousandsOfOthers() {
    fill(3000);
    assertEquals(
        List.of(2997L, 2987L, 2977L), revisions(log.newest("k7", Span.ALL, any -> true, 3, LONG)));
  }

  @Test
  void readsToTheBeginningWhenThereAreFewer() {
    fill(700);
    var found = log.newest("k3", Span.ALL, each -> each.getRevision() < 40, 100, LONG);
    assertEquals(List.of(33L, 23L, 13L, 3L), revisions(found));
    assertEquals(List.of(33L, 23L, 13L, 3L), found.stream().map(KeyLog.Found::offset).toList());
    assertEquals(List.of(), log.newest("nobody", Span.ALL, any -> true, 1, LONG));
  }

  @Test
  void looksOnlyBetweenTheTimesThatItIsTold() {
    fill(1000);
    var span = new Span(START.plusSeconds(500), START.plusSeconds(521));
    assertEquals(
        List.of(521L, 511L, 501L), revisions(log.newest("k1", span, any -> true, 100, LONG)));
    var later = new Span(START.plusSeconds(5000), null);
    assertEquals(List.of(), log.newest("k1", later, any -> true, 100, LONG));
  }

  @Test
  void passesOverGarbageTombstonesAndWhatIsNotCommitted() throws Exception {
    fill(20);
    Given.sendBytes(topic, "k1", new byte[] {1, 2, 3});
    Given.sendBytes(topic, "k1", null);
    try (var hanging = TestBed.clients().transactional("hanging-" + UUID.randomUUID())) {
      hanging.initTransactions();
      hanging.beginTransaction();
      hanging.send(record(11_111)).get();
      assertEquals(List.of(11L, 1L), revisions(log.newest("k1", Span.ALL, any -> true, 100, LONG)));
      hanging.abortTransaction();
    }
  }

  @Test
  void looksWhereAProducerPutsTheKey() {
    try (var publisher = Publisher.open(TestBed.clients(), "test", new SimpleMeterRegistry())) {
      for (var task : List.of("pets", "cars", "x-rays", "grüße", "")) {
        var id = task + UUID.randomUUID();
        var state = RolloutState.newBuilder().setTaskId(id).setRevision(1).build();
        publisher.send(Topics.ROLLOUT_HISTORY, id, state).join();
        var found =
            new KeyLog<>(Topics.ROLLOUT_HISTORY, TestBed.clients())
                .newest(id, Span.ALL, any -> true, 2, LONG);
        assertEquals(List.of(state), found.stream().map(KeyLog.Found::value).toList());
      }
    }
  }

  @Test
  void givesUpWhenThePatienceIsOver() {
    assertThrows(
        TimeoutException.class,
        () -> log.newest("k1", Span.ALL, any -> true, 1, Duration.ofNanos(1)));
  }

  private static final Duration LONG = Given.LONG;

  private static List<Long> revisions(List<KeyLog.Found<TaskSpec>> found) {
    return found.stream().map(each -> each.value().getRevision()).toList();
  }

  /** One a second from the start on, under ten keys in turn; each is its own revision. */
  private void fill(int count) {
    try (var producer = TestBed.clients().sender("test")) {
      for (long at = 0; at < count; at++) {
        producer.send(record(at));
      }
      producer.flush();
    }
  }

  private ProducerRecord<byte[], byte[]> record(long revision) {
    var key = "k" + revision % 10;
    return new ProducerRecord<>(
        topic.name(),
        null,
        START.plusSeconds(revision).toEpochMilli(),
        key.getBytes(StandardCharsets.UTF_8),
        Given.task(key).toBuilder().setRevision(revision).build().toByteArray());
  }
}
