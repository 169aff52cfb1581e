package dev.graft.inference.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import dev.graft.topics.Keys;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.v1.Command;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.RefusedVersion;
import dev.graft.v1.ReplicaState;
import dev.graft.v1.RollBackCommand;
import dev.graft.v1.RolloutState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeTopologyTest {

  @TempDir Path stateDir;

  private TopologyTestDriver driver;
  private TestOutputTopic<String, RolloutState> rollouts;
  private TestOutputTopic<String, RolloutState> history;

  @BeforeEach
  void open() {
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, JudgeTopology.APPLICATION_ID);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    driver = new TopologyTestDriver(JudgeTopology.build(), properties);
    rollouts = output(Topics.ROLLOUTS);
    history = output(Topics.ROLLOUT_HISTORY);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void aPublishedVersionBecomesStable() {
    publish("pets", 1);
    var state = rollouts.readKeyValue();
    assertEquals("pets", state.key);
    assertEquals(1, state.value.getStableVersion());
    assertEquals(RolloutState.Phase.STABLE, state.value.getPhase());
  }

  @Test
  void everyChangeIsInTheHistoryToo() {
    publish("pets", 1);
    publish("pets", 2);
    assertEquals(rollouts.readValuesToList(), history.readValuesToList());
  }

  @Test
  void whatChangesNothingIsNotWritten() {
    publish("pets", 1);
    publish("pets", 1);
    assertEquals(1, rollouts.getQueueSize());
  }

  @Test
  void tasksDoNotMix() {
    publish("pets", 1);
    publish("cars", 1);
    publish("pets", 2);
    var states = rollouts.readKeyValuesToMap();
    assertEquals(2, states.get("pets").getStableVersion());
    assertEquals(1, states.get("cars").getStableVersion());
  }

  @Test
  void aCommandIsCarriedOutAndItsOutcomeTold() {
    publish("pets", 1);
    publish("pets", 2);
    var command =
        Command.newBuilder()
            .setTaskId("pets")
            .setCommandId("c1")
            .setBy("ann")
            .setRollBack(RollBackCommand.getDefaultInstance());
    send(Topics.COMMANDS, "pets", command.build());
    var state = rollouts.readKeyValuesToMap().get("pets");
    assertEquals(1, state.getStableVersion());
    assertEquals("c1", state.getOutcomes(0).getCommandId());
  }

  @Test
  void aRefusalByAReplicaGoesByTheTaskAndCounts() {
    publish("pets", 1);
    publish("pets", 2);
    var report =
        ReplicaState.newBuilder()
            .setReplicaId("r1")
            .setTaskId("pets")
            .addRefused(
                RefusedVersion.newBuilder()
                    .setVersion(2)
                    .setBundleDigest("d2")
                    .setWhy("flipped byte"));
    send(Topics.REPLICAS, Keys.replica("r1", "pets"), report.build());
    assertEquals(1, rollouts.readKeyValuesToMap().get("pets").getStableVersion());
  }

  @Test
  void aTombstoneMakesTheJudgeForgetTheVersion() {
    publish("pets", 1);
    publish("pets", 2);
    bytes(Topics.MODELS, Keys.model("pets", 1), null);
    var state = rollouts.readKeyValuesToMap().get("pets");
    assertEquals(2, state.getStableVersion());
    assertEquals(0, state.getPreviousCount());
  }

  @Test
  void garbageIsPassedOverAndTheJudgeGoesOn() {
    bytes(Topics.MODELS, Keys.model("pets", 1), "garbage".getBytes(StandardCharsets.UTF_8));
    bytes(Topics.MODELS, "no version here", ModelPublished.getDefaultInstance().toByteArray());
    bytes(Topics.COMMANDS, "pets", "garbage".getBytes(StandardCharsets.UTF_8));
    assertTrue(rollouts.isEmpty());
    publish("pets", 1);
    assertEquals(1, rollouts.readValue().getStableVersion());
  }

  private void publish(String task, long version) {
    send(
        Topics.MODELS,
        Keys.model(task, version),
        ModelPublished.newBuilder()
            .setTaskId(task)
            .setVersion(version)
            .setBundleDigest("d" + version)
            .build());
  }

  private void send(Topic<?> topic, String key, Message value) {
    bytes(topic, key, value.toByteArray());
  }

  private void bytes(Topic<?> topic, String key, byte[] value) {
    driver
        .createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
        .pipeInput(key, value);
  }

  private TestOutputTopic<String, RolloutState> output(Topic<RolloutState> topic) {
    return driver.createOutputTopic(
        topic.name(), new StringDeserializer(), topic.serde().deserializer());
  }
}
