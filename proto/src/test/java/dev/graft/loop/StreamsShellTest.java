package dev.graft.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.embedded.TestBed;
import dev.graft.topics.Cleanup;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.v1.Reject;
import dev.graft.v1.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class StreamsShellTest {
  private final Topic<TaskSpec> in = Given.topic("streams-in", Cleanup.DELETE);
  private final Topic<TaskSpec> out = Given.topic("streams-out", Cleanup.DELETE);
  private final String application = "test-" + UUID.randomUUID();
  private final Path stateDir = TestBed.folder("streams");
  private final AtomicBoolean broken = new AtomicBoolean();

  @Test
  void countsOnAcrossRestartsAndRejectsGarbage() throws Exception {
    try (var shell = start()) {
      assertTrue(shell.awaitRunning(Given.LONG));
      assertTrue(shell.health().ready());
      Given.send(in, "a");
      Given.sendBytes(in, "a", new byte[] {1, 2, 3});
      Given.send(in, "a");
      assertEquals(List.of(1L, 2L), revisions(2));
    }
    Given.send(in, "a");
    try (var shell = start()) {
      assertTrue(shell.awaitRunning(Given.LONG));
      assertEquals(List.of(1L, 2L, 3L), revisions(3));
    }
    var reject =
        Given.records(Topics.REJECTS, 1).stream()
            .map(record -> parse(record.value()))
            .filter(it -> it.getSourceTopic().equals(in.name()))
            .findFirst()
            .orElseThrow();
    assertEquals("undecodable", reject.getFault());
    assertEquals(1, reject.getSourceOffset());
  }

  @Test
  void replacesAThreadThatDiesAndCountsNothingTwice() throws Exception {
    broken.set(true);
    Given.send(in, "a");
    // Whoever waits for the end of a dead thread's session waits longer than this test does.
    var session =
        Map.<String, Object>of(StreamsConfig.consumerPrefix("session.timeout.ms"), "300000");
    try (var shell = start(session)) {
      Given.until(() -> shell.health().why().contains("the world is broken"));
      assertTrue(shell.health().alive());
      broken.set(false);
      Given.send(in, "a");
      assertEquals(List.of(1L, 2L), revisions(2));
      Given.until(() -> shell.health().ready());
      assertEquals(1, members(), "the dead threads' places are given up");
    }
  }

  private int members() throws Exception {
    try (var admin = TestBed.clients().admin()) {
      return admin
          .describeConsumerGroups(List.of(application))
          .describedGroups()
          .get(application)
          .get()
          .members()
          .size();
    }
  }

  private StreamsShell start() {
    return start(Map.of());
  }

  private StreamsShell start(Map<String, Object> more) {
    var settings =
        new StreamsShell.Settings(
            application,
            "replica 1",
            TestBed.clients(),
            1,
            stateDir,
            Duration.ofMillis(100),
            1,
            new Wakefulness(),
            more);
    return StreamsShell.of(topology(), settings).start();
  }

  private Topology topology() {
    return numbering(in, out, broken);
  }

  /** Numbers the tasks of each key, unless the world is broken. */
  static Topology numbering(Topic<TaskSpec> in, Topic<TaskSpec> out, AtomicBoolean broken) {
    var topology = new Topology();
    var tasks = Ports.in(topology, in, "tester");
    topology.addProcessor("number", () -> new Number(broken), tasks);
    topology.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore("counts"), Serdes.String(), Serdes.Long()),
        "number");
    Ports.out(topology, out, "tester", "number");
    return topology;
  }

  private List<Long> revisions(int count) {
    return Given.records(out, count).stream()
        .map(
            record -> {
              assertEquals("/graft/tester", text(record.headers().lastHeader("ce_source").value()));
              return out.serde()
                  .deserializer()
                  .deserialize(out.name(), record.value())
                  .getRevision();
            })
        .toList();
  }

  private static Reject parse(byte[] bytes) {
    return Topics.REJECTS.serde().deserializer().deserialize(Topics.REJECTS.name(), bytes);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static final class Number
      extends ContextualProcessor<String, TaskSpec, String, TaskSpec> {
    private final AtomicBoolean broken;
    private KeyValueStore<String, Long> counts;

    Number(AtomicBoolean broken) {
      this.broken = broken;
    }

    @Override
    public void init(ProcessorContext<String, TaskSpec> context) {
      super.init(context);
      counts = context.getStateStore("counts");
    }

    @Override
    public void process(Record<String, TaskSpec> record) {
      var before = counts.get(record.key());
      long count = before == null ? 1 : before + 1;
      counts.put(record.key(), count);
      if (broken.get()) {
        throw new IllegalStateException("the world is broken");
      }
      context().forward(record.withValue(record.value().toBuilder().setRevision(count).build()));
    }
  }
}
