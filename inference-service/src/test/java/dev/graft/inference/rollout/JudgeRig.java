package dev.graft.inference.rollout;

import com.google.protobuf.Message;
import dev.graft.events.Times;
import dev.graft.topics.Keys;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.v1.Command;
import dev.graft.v1.DatasetManifest;
import dev.graft.v1.Example;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.ExampleRemoved;
import dev.graft.v1.LogShadow;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.PairCounts;
import dev.graft.v1.Predicted;
import dev.graft.v1.PromoteCommand;
import dev.graft.v1.RolloutPolicy;
import dev.graft.v1.RolloutState;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.VersionAnswer;
import dev.graft.v1.VersionRef;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/**
 * The judge's topology with a clock of its own, and one task, pets, to tell of. Each prediction and
 * each label comes a second after what came before.
 */
final class JudgeRig implements AutoCloseable {

  static final String TASK = "pets";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final TopologyTestDriver driver;
  private final TestOutputTopic<String, RolloutState> rollouts;
  private final List<RolloutState> told = new ArrayList<>();
  private Instant now = START;
  private long sequence;
  private int predictions;

  JudgeRig(Path stateDir) {
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, JudgeTopology.APPLICATION_ID);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    driver = new TopologyTestDriver(JudgeTopology.build(), properties, START);
    rollouts =
        driver.createOutputTopic(
            Topics.ROLLOUTS.name(),
            new StringDeserializer(),
            Topics.ROLLOUTS.serde().deserializer());
  }

  /** Every state that was told, in order. */
  List<RolloutState> told() {
    told.addAll(rollouts.readValuesToList());
    return told;
  }

  RolloutState state() {
    return told().get(told.size() - 1);
  }

  /** Phase, stable version, and candidate with its share. */
  String line() {
    var state = state();
    return state.getPhase()
        + " "
        + state.getStableVersion()
        + (state.getCandidateVersion() == 0
            ? ""
            : " candidate " + state.getCandidateVersion() + " at " + state.getCandidateShare());
  }

  /** What labels said after the cut: better, worse, same. */
  String live() {
    var live = state().getTrial().getLive();
    return live.getBetter() + " " + live.getWorse() + " " + live.getSame();
  }

  JudgeRig after(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
    return this;
  }

  JudgeRig policy(RolloutPolicy.Builder policy) {
    return send(Topics.TASKS, TASK, TaskSpec.newBuilder().setTaskId(TASK).setRollout(policy));
  }

  JudgeRig deleted() {
    return send(Topics.TASKS, TASK, TaskSpec.newBuilder().setTaskId(TASK).setDeleted(true));
  }

  /** A version with embeddings of its own, trained on all examples there are. */
  JudgeRig released(long version) {
    return send(
        Topics.MODELS,
        Keys.model(TASK, version),
        ModelPublished.newBuilder()
            .setTaskId(TASK)
            .setVersion(version)
            .setBundleDigest("digest-" + version)
            .setSpace("space-" + version)
            .setDataset(DatasetManifest.newBuilder().setSequence(sequence)));
  }

  /** Version 1 and version 2 answer, the first of them serving. */
  JudgeRig answered(String image, String baseline, String candidate) {
    return answered(image, answer(1, baseline), answer(2, candidate));
  }

  JudgeRig answered(String image, VersionAnswer.Builder... answers) {
    after(Duration.ofSeconds(1));
    var predicted =
        Predicted.newBuilder()
            .setPredictionId("p" + ++predictions)
            .setTaskId(TASK)
            .setImageId(image)
            .setTime(Times.of(now))
            .setServedVersion(1);
    for (var answer : answers) {
      predicted.addAnswers(answer);
    }
    return send(Topics.PREDICTIONS, TASK, predicted);
  }

  static VersionAnswer.Builder answer(long version, String className) {
    return VersionAnswer.newBuilder()
        .setVersion(version)
        .setClassName(className)
        .addProbabilities(0.25f)
        .addProbabilities(0.75f);
  }

  JudgeRig labelled(String image, String className) {
    return changed(change(image).setAdded(Example.newBuilder().setClassName(className)));
  }

  /** The trainer heard of the label so long after it was given. */
  JudgeRig labelled(String image, String className, Duration ago) {
    var change = change(image);
    var example =
        Example.newBuilder().setClassName(className).setFirstLabelled(Times.of(now.minus(ago)));
    return changed(change.setAdded(example));
  }

  JudgeRig corrected(String image, String className) {
    return changed(change(image).setReplaced(Example.newBuilder().setClassName(className)));
  }

  JudgeRig removed(String image, String why) {
    return changed(change(image).setRemoved(ExampleRemoved.newBuilder().setWhy(why)));
  }

  private ExampleChange.Builder change(String image) {
    after(Duration.ofSeconds(1));
    return ExampleChange.newBuilder()
        .setTaskId(TASK)
        .setSequence(++sequence)
        .setImageId(image)
        .setTime(Times.of(now));
  }

  private JudgeRig changed(ExampleChange.Builder change) {
    return send(Topics.EXAMPLES, TASK, change);
  }

  /** Somebody puts a version into canary. */
  JudgeRig tryOut(long version) {
    var order = PromoteCommand.newBuilder().setVersion(version).setToCanary(true);
    return send(
        Topics.COMMANDS,
        TASK,
        Command.newBuilder()
            .setTaskId(TASK)
            .setCommandId("try-out-" + version)
            .setBy("ann")
            .setPromote(order));
  }

  /** What version 2 did beside version 1 on stored images. */
  JudgeRig scored(PairCounts.Builder validated, PairCounts.Builder later) {
    return send(
        Topics.EVIDENCE,
        TASK,
        LogShadow.newBuilder()
            .setTaskId(TASK)
            .setCandidate(ref(2))
            .setBaseline(ref(1))
            .setValidated(validated)
            .setLater(later)
            .setSequence(sequence)
            .setWhy("scored"));
  }

  JudgeRig scored() {
    return scored(PairCounts.newBuilder(), PairCounts.newBuilder());
  }

  private static VersionRef ref(long version) {
    return VersionRef.newBuilder().setVersion(version).setBundleDigest("digest-" + version).build();
  }

  <V extends Message> JudgeRig send(Topic<V> topic, String key, Message.Builder value) {
    driver
        .createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
        .pipeInput(key, value.build().toByteArray(), now);
    return this;
  }

  @Override
  public void close() {
    driver.close();
  }
}
