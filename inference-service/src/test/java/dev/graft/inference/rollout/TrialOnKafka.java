package dev.graft.inference.rollout;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import dev.graft.events.Times;
import dev.graft.inference.v1.TrialTally;
import dev.graft.loop.Clients;
import dev.graft.topics.Keys;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.v1.Command;
import dev.graft.v1.Example;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.LogShadow;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.Predicted;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutState.Phase;
import dev.graft.v1.RolloutTrial.Stage;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.VersionAnswer;
import java.nio.charset.StandardCharsets;
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

/** One task's trial on a real broker: what is sent of it, what the judge told, what it must be. */
final class TrialOnKafka implements AutoCloseable {
  static final String TASK = "pets";
  static final String COMMITTED = "read_committed";
  static final String ALL = "read_uncommitted";
  private static final int IMAGES = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<Predicted> predictions = new ArrayList<>();
  private final List<ExampleChange> changes = new ArrayList<>();
  private final String kafka;
  private final Producer<byte[], byte[]> sender;

  TrialOnKafka(String kafka) {
    this.kafka = kafka;
    this.sender = new Clients(kafka).sender("story");
  }

  /** A version serves, and another one serves 1 %. */
  void onTrial() throws Exception {
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
  void askAndLabel() throws Exception {
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

  static Command.Builder command(String id) {
    return Command.newBuilder().setTaskId(TASK).setCommandId(id).setBy("ann").setWhy("audit");
  }

  void order(Command.Builder command) throws Exception {
    send(Topics.COMMANDS, TASK, command);
  }

  private void send(Topic<?> topic, String key, Message.Builder value) throws Exception {
    var record =
        new ProducerRecord<>(
            topic.name(), key.getBytes(StandardCharsets.UTF_8), value.build().toByteArray());
    sender.send(record).get();
  }

  /** By the specification, from the messages that were sent. */
  TrialTally recounted(RolloutState state) {
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

  /** The first state of the history, as anybody may read it, that is so. */
  RolloutState await(Predicate<RolloutState> wanted) {
    var until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until) {
      var found = told(Topics.ROLLOUT_HISTORY, COMMITTED).stream().filter(wanted).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new AssertionError("only " + told(Topics.ROLLOUT_HISTORY, COMMITTED));
  }

  /** Every state on one of the two topics of rollouts. */
  List<RolloutState> told(Topic<RolloutState> topic, String isolation) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            kafka,
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

  @Override
  public void close() {
    sender.close();
  }
}
