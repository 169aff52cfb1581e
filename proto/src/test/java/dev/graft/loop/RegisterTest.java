package dev.graft.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.embedded.TestBed;
import dev.graft.topics.Cleanup;
import dev.graft.topics.Topic;
import dev.graft.v1.TaskSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class RegisterTest {
  private final Topic<TaskSpec> topic = Given.topic("register", Cleanup.COMPACT);

  @Test
  void holdsTheNewestOfEachKeyAndForgetsTombstones() throws Exception {
    Given.send(topic, "a", "b", "a");
    Given.sendBytes(topic, "b", null);
    try (var register = Register.of(topic, TestBed.clients()).start()) {
      assertTrue(register.awaitCaughtUp(Given.LONG));
      assertEquals(Set.of("a"), register.view().keySet());
      assertEquals(Optional.of(Given.task("a")), register.get("a"));
      assertEquals(Optional.empty(), register.get("b"));
      assertTrue(register.health().ready());
      assertThrows(UnsupportedOperationException.class, () -> register.view().clear());
    }
  }

  @Test
  void tellsItsListenerOfEachChangeInOrder() throws Exception {
    var heard = new CopyOnWriteArrayList<String>();
    Given.send(topic, "a");
    try (var register =
        Register.of(topic, TestBed.clients())
            .onChange((key, value) -> heard.add(key + " " + value.isPresent()))
            .start()) {
      assertTrue(register.awaitCaughtUp(Given.LONG));
      Given.sendBytes(topic, "a", null);
      Given.send(topic, "c");
      Given.until(() -> heard.size() == 3);
      assertEquals(List.of("a true", "a false", "c true"), heard);
    }
  }

  @Test
  void tellsAgainWhenAListenerFails() {
    var tries = new AtomicInteger();
    Given.send(topic, "a");
    try (var register =
        Register.of(topic, TestBed.clients())
            .onChange(
                (key, value) -> {
                  if (tries.incrementAndGet() < 3) {
                    throw new IllegalStateException("not yet");
                  }
                })
            .start()) {
      Given.until(() -> register.health().ready());
      assertEquals(3, tries.get());
    }
  }

  @Test
  void skipsGarbage() throws Exception {
    Given.sendBytes(topic, "bad", new byte[] {1, 2, 3});
    Given.send(topic, "a");
    try (var register = Register.of(topic, TestBed.clients()).start()) {
      assertTrue(register.awaitCaughtUp(Given.LONG));
      assertEquals(Set.of("a"), register.view().keySet());
    }
  }

  @Test
  void isReadyThoughATransactionHangsAndShowsNothingOfIt() throws Exception {
    Given.send(topic, "a");
    try (var hanging = TestBed.clients().transactional("hanging-" + UUID.randomUUID());
        var register = Register.of(topic, TestBed.clients())) {
      hanging.initTransactions();
      hanging.beginTransaction();
      hanging
          .send(
              new ProducerRecord<>(
                  topic.name(), "open".getBytes(), Given.task("open").toByteArray()))
          .get();
      register.start();
      assertTrue(register.awaitCaughtUp(Given.LONG));
      assertEquals(Set.of("a"), register.view().keySet());
      hanging.abortTransaction();
    }
  }
}
