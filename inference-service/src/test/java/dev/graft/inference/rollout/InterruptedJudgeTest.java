package dev.graft.inference.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import dev.graft.embedded.EmbeddedBroker;
import dev.graft.embedded.TestBed;
import dev.graft.events.Times;
import dev.graft.inference.v1.TrialTally;
import dev.graft.loop.Clients;
import dev.graft.loop.StreamsShell;
import dev.graft.topics.Keys;
import dev.graft.topics.Provisioner;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.v1.Command;
import dev.graft.v1.Example;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.LogShadow;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.PauseCommand;
import dev.graft.v1.Predicted;
import dev.graft.v1.ResumeCommand;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutState.Phase;
import dev.graft.v1.RolloutTrial.Stage;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.VersionAnswer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A judge is killed when the broker has what it says of a command, and not yet the end of the
 * transaction: nobody reads that, and another judge decides in its place, once.
 */
class InterruptedJudgeTest {
  private static final String TASK = "pets";
  private static final int IMAGES = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String COMMITTED = "read_committed";
  private static final String ALL = "read_uncommitted";

  private final List<Predicted> predictions = new ArrayList<>();
  private final List<ExampleChange> changes = new ArrayList<>();
  private final EmbeddedBroker broker = EmbeddedBroker.start(TestBed.folder("held-broker"), 0);
  private final Clients clients = new Clients(broker.bootstrapServers());
  private final Producer<byte[], byte[]> sender = clients.sender("story");

  @BeforeEach
  void provision() {
    try (var admin = clients.admin()) {
      Provisioner.provision(admin, 1);
    }
  }

  @AfterEach
  void close() {
    sender.close();
    broker.close();
  }

  @Test
  void nobodyReadsWhatAKilledJudgeBeganAndAnotherDecidesInItsPlace() throws Exception {
    killWhileItsWordIsOpen(StreamsConfig.EXACTLY_ONCE_V2);
    assertTrue(told(Topics.ROLLOUTS, ALL).stream().anyMatch(this::tellsOfACommand));
    int open = open();
    assertTrue(open > 0);
    assertFalse(told(Topics.ROLLOUTS, COMMITTED).stream().anyMatch(this::tellsOfACommand));
    assertFalse(told(Topics.ROLLOUT_HISTORY, COMMITTED).stream().anyMatch(this::tellsOfACommand));

    try (var next = another()) {
      await(this::tellsOfACommand);
      send(Topics.COMMANDS, TASK, order("c2").setResume(ResumeCommand.getDefaultInstance()));
      var last = await(state -> state.getOutcomesCount() == 2);
      assertEquals(Phase.CANARY, last.getPhase());
      isToldOnce();
      assertEquals(recounted(last), withoutTrial(tally(next)));
    }
    assertEquals(open, open(), "what was begun lies there to this day");
  }

  @Test
  void withoutTransactionsEverybodyWouldReadIt() throws Exception {
    killWhileItsWordIsOpen(StreamsConfig.AT_LEAST_ONCE);
    assertTrue(told(Topics.ROLLOUTS, COMMITTED).stream().anyMatch(this::tellsOfACommand));
  }

  private void killWhileItsWordIsOpen(String guarantee) throws Exception {
    var judge = heldJudge(guarantee);
    try {
      onTrial();
      askAndLabel();
      send(Topics.COMMANDS, TASK, order("c1").setPause(PauseCommand.getDefaultInstance()));
      awaitHeld(judge);
    } finally {
      judge.destroyForcibly().waitFor();
    }
  }

  private Process heldJudge(String guarantee) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            HeldJudge.class.getName(),
            broker.bootstrapServers(),
            TestBed.folder("held-judge").toString(),
            guarantee)
        .redirectErrorStream(true)
        .start();
  }

  private static void awaitHeld(Process judge) throws Exception {
    var said = new ArrayList<String>();
    try (var lines =
        new BufferedReader(new InputStreamReader(judge.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(HeldJudge.HELD)) {
          return;
        }
        said.add(line);
      }
    }
    throw new AssertionError("it ended by itself: " + said);
  }

  private StreamsShell another() {
    return JudgeStreams.of(
            clients, 1, "another", TestBed.folder("another-judge"), HeldJudge.settings(Map.of()))
        .start();
  }

  // --- the story

  private void onTrial() throws Exception {
    send(Topics.TASKS, TASK, TaskSpec.newBuilder().setTaskId(TASK));
    send(Topics.MODELS, Keys.model(TASK, 1), model(1));
    await(state -> state.getStableVersion() == 1);
    send(Topics.MODELS, Keys.model(TASK, 2), model(2));
    await(state -> state.getPhase() == Phase.SHADOW);
    send(Topics.EVIDENCE, TASK, scored());
    await(state -> state.getPhase() == Phase.CANARY);
  }

  private static ModelPublished.Builder model(long version) {
    return ModelPublished.newBuilder()
        .setTaskId(TASK)
        .setVersion(version)
        .setBundleDigest(Drawn.digest(version))
        .setSpace("space-" + version);
  }

  private static LogShadow.Builder scored() {
    return LogShadow.newBuilder()
        .setTaskId(TASK)
        .setCandidate(Drawn.ref(2))
        .setBaseline(Drawn.ref(1))
        .setWhy("scored");
  }

  /** Both versions answer, and labels follow: pairs of each kind. */
  private void askAndLabel() throws Exception {
    var now = Instant.now();
    for (int image = 0; image < IMAGES; image++) {
      predictions.add(
          Predicted.newBuilder()
              .setPredictionId("p" + image)
              .setTaskId(TASK)
              .setImageId("image-" + image)
              .setTime(Times.of(now.plusMillis(image)))
              .addAnswers(answer(1, image % 3 == 0 ? "dog" : "cat"))
              .addAnswers(answer(2, image % 4 == 0 ? "dog" : "cat"))
              .build());
      changes.add(
          ExampleChange.newBuilder()
              .setTaskId(TASK)
              .setImageId("image-" + image)
              .setSequence(image + 1)
              .setTime(Times.of(now.plusMillis(IMAGES + image)))
              .setAdded(Example.newBuilder().setClassName(image % 2 == 0 ? "cat" : "dog"))
              .build());
    }
    for (var each : predictions) {
      send(Topics.PREDICTIONS, TASK, each.toBuilder());
    }
    for (var each : changes) {
      send(Topics.EXAMPLES, TASK, each.toBuilder());
    }
  }

  private static VersionAnswer.Builder answer(long version, String className) {
    return VersionAnswer.newBuilder()
        .setVersion(version)
        .setClassName(className)
        .addProbabilities((float) DrawnLabels.CONFIDENCE)
        .addProbabilities(1 - (float) DrawnLabels.CONFIDENCE);
  }

  private static Command.Builder order(String id) {
    return Command.newBuilder().setTaskId(TASK).setCommandId(id).setBy("ann").setWhy("audit");
  }

  private void send(Topic<?> topic, String key, Message.Builder value) throws Exception {
    var record =
        new ProducerRecord<>(
            topic.name(), key.getBytes(StandardCharsets.UTF_8), value.build().toByteArray());
    sender.send(record).get();
  }

  // --- what must hold

  /** How many states are on the broker that nobody is to read. */
  private int open() {
    return told(Topics.ROLLOUTS, ALL).size() - told(Topics.ROLLOUTS, COMMITTED).size();
  }

  private boolean tellsOfACommand(RolloutState state) {
    return state.getOutcomesCount() > 0;
  }

  /** One writer: every revision once, in both topics; every command's outcome once. */
  private void isToldOnce() {
    var history = told(Topics.ROLLOUT_HISTORY, COMMITTED);
    assertEquals(history, told(Topics.ROLLOUTS, COMMITTED));
    var heard = new ArrayList<String>();
    var before = RolloutState.getDefaultInstance();
    for (var state : history) {
      assertEquals(before.getRevision() + 1, state.getRevision(), () -> "in " + history);
      var fresh = new ArrayList<>(state.getOutcomesList());
      fresh.removeAll(before.getOutcomesList());
      fresh.forEach(outcome -> heard.add(outcome.getCommandId() + outcome.getRefusedWhy()));
      before = state;
    }
    assertEquals(List.of("c1", "c2"), heard);
  }

  /** By the specification, from the messages that were sent. */
  private TrialTally recounted(RolloutState state) {
    var began = Times.instant(state.getTrial().getBegan());
    var model = new ModelTrial(2, 1, Stage.CANARY_STAGE, began, began, 0);
    predictions.forEach(model::answered);
    assertTrue(model.scored(scored().build()));
    var told = model.told(changes);
    var pairs = told.getLive();
    assertTrue(pairs.getBetter() > 0 && pairs.getWorse() > 0 && pairs.getSame() > 0);
    return TrialTally.newBuilder()
        .setPairs(pairs)
        .setGuards(told.getGuards())
        .setLogShadow(scored())
        .build();
  }

  private static TrialTally tally(StreamsShell judge) {
    ReadOnlyKeyValueStore<String, TrialTally> tallies =
        judge
            .streams()
            .store(
                StoreQueryParameters.fromNameAndType(
                    JudgeTopology.TALLIES, QueryableStoreTypes.keyValueStore()));
    return tallies.get(TASK);
  }

  private static TrialTally withoutTrial(TrialTally tally) {
    return tally.toBuilder().clearTrial().build();
  }

  /** The first state of the history, as anybody may read it, that is so. */
  private RolloutState await(Predicate<RolloutState> wanted) {
    var until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until) {
      var found = told(Topics.ROLLOUT_HISTORY, COMMITTED).stream().filter(wanted).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new AssertionError("only " + told(Topics.ROLLOUT_HISTORY, COMMITTED));
  }

  private List<RolloutState> told(Topic<RolloutState> topic, String isolation) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "isolation.level",
            isolation,
            "auto.offset.reset",
            "earliest");
    var told = new ArrayList<RolloutState>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), topic.serde().deserializer())) {
      var partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(topic.name(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> told.add(record.value()));
      }
    }
    return told;
  }
}
