package dev.graft.bench.trials;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.v1.Command;
import dev.graft.v1.CommandOutcome;
import dev.graft.v1.Example;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.LogShadow;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.PairCounts;
import dev.graft.v1.PauseCommand;
import dev.graft.v1.Predicted;
import dev.graft.v1.ReplicaState;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutTrial;
import dev.graft.v1.TrialGuards;
import dev.graft.v1.VersionAnswer;
import dev.graft.v1.VersionRef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A task's topics, written by hand: a version, a candidate, log shadow, 1 %, four labels for it, 10
 * %, a pause. What it tells is right until it is changed.
 */
final class Story {
  static final String TASK = "pets";
  private static final int PAIRS = 4;

  private final TaskLog log = new TaskLog(TASK);
  private final List<RolloutState> states = new ArrayList<>();
  private long offset;

  Story(Command.Builder pause) {
    this(pause, null);
  }

  /**
   * @param firstLabelled of each image; null: when it became an example
   */
  Story(Command.Builder pause, @Nullable Timestamp firstLabelled) {
    send(Topics.TASKS, TASK, Ascent.spec(TASK, Phase.CANARY_1));
    send(Topics.MODELS, TASK + "/1", model(1));
    send(Topics.MODELS, TASK + "/2", model(2));
    for (int image = 0; image < PAIRS; image++) {
      send(Topics.PREDICTIONS, TASK, predicted("image-" + image, 12 + image));
      send(Topics.EXAMPLES, TASK, labelled("image-" + image, image + 1, 20 + image, firstLabelled));
    }
    send(Topics.EVIDENCE, TASK, scored().build());
    send(Topics.COMMANDS, TASK, pause.build());
    serves("first", 1);
    serves("second", 1);
    tell();
  }

  static Command.Builder pause() {
    return Command.newBuilder()
        .setTaskId(TASK)
        .setCommandId("c1")
        .setWhy("hold on")
        .setPause(PauseCommand.getDefaultInstance());
  }

  private void tell() {
    var one =
        RolloutState.newBuilder()
            .setTaskId(TASK)
            .setPhase(RolloutState.Phase.STABLE)
            .setStableVersion(1)
            .setNewest(ref(1))
            .addPublished(ref(1));
    say(one, 0, "version 1 was released");
    var trial =
        RolloutTrial.newBuilder()
            .setCandidate(ref(2))
            .setBaseline(ref(1))
            .setStage(RolloutTrial.Stage.SHADOW_STAGE)
            .setSince(at(10))
            .setBegan(at(10));
    one.setPhase(RolloutState.Phase.SHADOW).setNewest(ref(2)).addPublished(0, ref(2));
    say(one.setTrial(trial), 10, "version 2 is on trial");
    trial
        .setLogShadowDone(true)
        .setValidated(counts(1, 1, 8))
        .setLive(counts(0, 0, 5))
        .setStage(RolloutTrial.Stage.CANARY_STAGE)
        .setShare(0.01)
        .setSince(at(30));
    one.setPhase(RolloutState.Phase.CANARY);
    say(one.setTrial(trial), 30, "version 2 serves 1 % now");
    trial.setLive(counts(PAIRS, 0, 5)).setGuards(guards());
    say(one.setTrial(trial), 31, "soaking");
    trial.setShare(0.1).setSince(at(33));
    say(one.setTrial(trial), 33, "version 2 serves 10 % now");
    one.setPhase(RolloutState.Phase.HELD)
        .addOutcomes(CommandOutcome.newBuilder().setCommandId("c1"));
    say(one, 40, "paused");
  }

  private void say(RolloutState.Builder state, int second, String why) {
    states.add(
        state.setRevision(states.size() + 1).setSince(at(second)).setWhy(why).setBy("b").build());
  }

  /** What the judge told; to be changed. */
  List<RolloutState> states() {
    return states;
  }

  Story change(int at, Consumer<RolloutState.Builder> change) {
    var state = states.get(at).toBuilder();
    change.accept(state);
    states.set(at, state.build());
    return this;
  }

  void serves(String replica, long version) {
    send(
        Topics.REPLICAS,
        replica + "/" + TASK,
        ReplicaState.newBuilder()
            .setReplicaId(replica)
            .setTaskId(TASK)
            .setServingVersion(version)
            .build());
  }

  /** As a reader of all topics finds it. */
  TaskLog log() {
    states.forEach(state -> send(Topics.ROLLOUT_HISTORY, TASK, state));
    send(Topics.ROLLOUTS, TASK, states.get(states.size() - 1)); // compacted
    return log;
  }

  <V extends Message> void send(Topic<V> topic, String key, V value) {
    log.take(
        topic.name(), new ConsumerRecord<>(topic.name(), 0, offset++, key, value.toByteArray()));
  }

  static Timestamp at(int second) {
    return Timestamp.newBuilder().setSeconds(1_000_000 + second).build();
  }

  private static VersionRef ref(long version) {
    return VersionRef.newBuilder().setVersion(version).setBundleDigest("digest-" + version).build();
  }

  private static ModelPublished model(long version) {
    return ModelPublished.newBuilder()
        .setTaskId(TASK)
        .setVersion(version)
        .setBundleDigest("digest-" + version)
        .build();
  }

  /** The candidate says a, the other b. */
  private static Predicted predicted(String image, int second) {
    return Predicted.newBuilder()
        .setPredictionId("of " + image)
        .setTaskId(TASK)
        .setImageId(image)
        .setTime(at(second))
        .addAnswers(answer(1, "b"))
        .addAnswers(answer(2, "a"))
        .build();
  }

  private static VersionAnswer answer(long version, String className) {
    return VersionAnswer.newBuilder()
        .setVersion(version)
        .setClassName(className)
        .addProbabilities(0.75f)
        .addProbabilities(0.25f)
        .build();
  }

  private static ExampleChange labelled(
      String image, long sequence, int second, @Nullable Timestamp first) {
    var example = Example.newBuilder().setClassName("a");
    if (first != null) {
      example.setFirstLabelled(first);
    }
    return ExampleChange.newBuilder()
        .setTaskId(TASK)
        .setImageId(image)
        .setSequence(sequence)
        .setTime(at(second))
        .setAdded(example)
        .build();
  }

  static LogShadow.Builder scored() {
    return LogShadow.newBuilder()
        .setTaskId(TASK)
        .setCandidate(ref(2))
        .setBaseline(ref(1))
        .setValidated(counts(1, 1, 8))
        .setLater(counts(0, 0, 5))
        .setTime(at(25));
  }

  private static PairCounts counts(int better, int worse, int same) {
    return PairCounts.newBuilder().setBetter(better).setWorse(worse).setSame(same).build();
  }

  private static TrialGuards guards() {
    return TrialGuards.newBuilder()
        .setRequests(PAIRS)
        .setConfidence(PAIRS * 0.75)
        .setOtherConfidence(PAIRS * 0.75)
        .putClasses("a", PAIRS)
        .putOtherClasses("b", PAIRS)
        .build();
  }
}
