package dev.graft.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.graft.embedded.TestBed;
import dev.graft.topics.Cleanup;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.v1.Reject;
import dev.graft.v1.TaskSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StepLoopTest {
  private final Topic<TaskSpec> in = Given.topic("in", Cleanup.DELETE);
  private final Topic<TaskSpec> out = Given.topic("out", Cleanup.DELETE);
  private final String name = "test-" + UUID.randomUUID();
  private final List<StepLoop<?>> loops = new ArrayList<>();

  @AfterEach
  void close() {
    loops.forEach(StepLoop::close);
  }

  @Test
  void sendsWhatFollowsFromEachMessageOnce() {
    Given.send(in, "a", "b", "c");
    start(this::copy);
    assertEquals(List.of("a", "b", "c"), keys(out, 3));
  }

  @Test
  void goesOnWhereItStoppedAfterARestart() {
    Given.send(in, "a");
    start(this::copy);
    keys(out, 1);
    loops.get(0).close();
    Given.send(in, "b");
    start(this::copy);
    assertEquals(List.of("a", "b"), keys(out, 2));
  }

  @Test
  void putsCloudEventsHeadersOnWhatItSends() {
    Given.send(in, "a");
    start(this::copy);
    var headers = Given.records(out, 1).get(0).headers();
    assertEquals("graft.v1.TaskSpec", text(headers.lastHeader("ce_type").value()));
    assertEquals("a", text(headers.lastHeader("ce_subject").value()));
    assertEquals("/graft/tester", text(headers.lastHeader("ce_source").value()));
  }

  @Test
  void rejectsGarbageWithItsBytesAndGoesOn() {
    var garbage = "\u0001garbage".getBytes(StandardCharsets.UTF_8);
    Given.sendBytes(in, "bad", garbage);
    Given.send(in, "good");
    start(this::copy);
    assertEquals(List.of("good"), keys(out, 1));
    var reject = rejectOf(in, 1).get(0);
    assertEquals("undecodable", reject.getFault());
    assertArrayEquals(garbage, reject.getValue().toByteArray());
    assertEquals(0, reject.getSourceOffset());
    assertEquals("tester", reject.getService());
  }

  @Test
  void rejectsWhatTheStepRefusesAndSendsTheRest() {
    Given.send(in, "a", "bad", "c");
    start(poll -> poll.stream().map(this::refuseBad).toList());
    assertEquals(List.of("a", "c"), keys(out, 2));
    var reject = rejectOf(in, 1).get(0);
    assertEquals("no-good", reject.getFault());
    assertEquals("bad", reject.getKey().toStringUtf8());
  }

  @Test
  void rejectsOnlyTheMessageWhoseAnswerIsTooLarge() {
    var small = Given.topic("small", Cleanup.DELETE, 5_000);
    Given.send(in, "a", "large", "c");
    start(
        poll ->
            poll.stream()
                .map(
                    m -> {
                      var pad = m.key().equals("large") ? "x".repeat(6_000) : "";
                      return Outgoing.send(
                          small, m.key(), m.value().toBuilder().setDescription(pad).build());
                    })
                .toList());
    assertEquals(List.of("a", "c"), keys(small, 2));
    assertEquals("too-large", rejectOf(in, 1).get(0).getFault());
  }

  @Test
  void saysUnhealthyWhileTheWorldIsBrokenAndLosesNothing() {
    var broken = new AtomicBoolean(true);
    Given.send(in, "a", "b");
    var loop =
        start(
            poll -> {
              if (broken.get()) {
                throw new IllegalStateException("the store is down");
              }
              return copy(poll);
            });
    Given.until(() -> loop.health().why().contains("the store is down"));
    assertFalse(loop.health().ready());
    assertTrue(loop.health().alive());
    broken.set(false);
    assertEquals(List.of("a", "b"), keys(out, 2));
    Given.until(() -> loop.health().ready());
  }

  @Test
  void takesNoMoreThanItWasTold() {
    var largest = new AtomicInteger();
    Given.send(in, "a", "b", "c", "d", "e");
    start(
        poll -> {
          largest.accumulateAndGet(poll.size(), Math::max);
          return copy(poll);
        });
    keys(out, 5);
    assertTrue(largest.get() <= 3, "polled " + largest);
  }

  @Test
  void finishesThePollInHandWhenClosed() {
    var entered = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    Given.send(in, "a");
    var loop =
        start(
            poll -> {
              entered.countDown();
              go.await();
              return copy(poll);
            });
    awaitOn(entered);
    var closer = new Thread(loop::close);
    closer.start();
    go.countDown();
    assertEquals(List.of("a"), keys(out, 1));
    Given.until(() -> !closer.isAlive());
  }

  @Test
  void dropsTheResultWhenAnotherReplicaTookOver() {
    var seen = new ConcurrentLinkedQueue<String>();
    var entered = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    Given.send(in, "a");
    start(
        poll -> {
          entered.countDown();
          go.await();
          return copy(poll);
        });
    awaitOn(entered);
    // The same instance anew, as after a kill -9 that came too late: fences the first.
    start(
        poll -> {
          poll.forEach(message -> seen.add(message.key()));
          return copy(poll);
        });
    Given.until(() -> seen.contains("a"));
    go.countDown();
    Given.send(in, "b");
    assertEquals(1, keys(out, 2).stream().filter("a"::equals).count());
  }

  private StepLoop<TaskSpec> start(Step<TaskSpec> step) {
    var loop =
        StepLoop.over(in, step)
            .named(name)
            .in("tester")
            .instance("replica 1")
            .with(TestBed.clients())
            .maxRecords(3)
            .metrics(new SimpleMeterRegistry())
            .build()
            .start();
    loops.add(loop);
    return loop;
  }

  private List<Outgoing> copy(List<Received<TaskSpec>> poll) {
    return poll.stream()
        .map(message -> Outgoing.send(out, message.key(), message.value()))
        .toList();
  }

  private Outgoing refuseBad(Received<TaskSpec> message) {
    return message.key().equals("bad")
        ? Outgoing.refuse(message, "no-good", "it is bad; send a good one")
        : Outgoing.send(out, message.key(), message.value());
  }

  private static List<String> keys(Topic<?> topic, int count) {
    return Given.records(topic, count).stream().map(record -> text(record.key())).toList();
  }

  private static List<Reject> rejectOf(Topic<?> source, int count) {
    var mine = new ArrayList<Reject>();
    Given.until(
        () -> {
          mine.clear();
          for (var record : Given.records(Topics.REJECTS, 1)) {
            var reject = parse(record.value());
            if (reject.getSourceTopic().equals(source.name())) {
              mine.add(reject);
            }
          }
          return mine.size() >= count;
        });
    return mine;
  }

  private static Reject parse(byte[] bytes) {
    try {
      return Reject.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitOn(CountDownLatch latch) {
    Given.until(() -> latch.getCount() == 0);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
