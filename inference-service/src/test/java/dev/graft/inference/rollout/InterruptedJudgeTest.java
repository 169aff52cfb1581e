package dev.graft.inference.rollout;

import static dev.graft.inference.rollout.TrialOnKafka.ALL;
import static dev.graft.inference.rollout.TrialOnKafka.COMMITTED;
import static dev.graft.inference.rollout.TrialOnKafka.TASK;
import static dev.graft.inference.rollout.TrialOnKafka.command;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.embedded.EmbeddedBroker;
import dev.graft.embedded.TestBed;
import dev.graft.inference.v1.TrialTally;
import dev.graft.loop.Clients;
import dev.graft.loop.StreamsShell;
import dev.graft.topics.Provisioner;
import dev.graft.topics.Topics;
import dev.graft.v1.PauseCommand;
import dev.graft.v1.ResumeCommand;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutState.Phase;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private final EmbeddedBroker broker = EmbeddedBroker.start(TestBed.folder("held-broker"), 0);
  private final Clients clients = new Clients(broker.bootstrapServers());
  private final TrialOnKafka story = new TrialOnKafka(broker.bootstrapServers());

  @BeforeEach
  void provision() {
    try (var admin = clients.admin()) {
      Provisioner.provision(admin, 1);
    }
  }

  @AfterEach
  void close() {
    story.close();
    broker.close();
  }

  @Test
  void nobodyReadsWhatAKilledJudgeBeganAndAnotherDecidesInItsPlace() throws Exception {
    killWhileItsWordIsOpen(StreamsConfig.EXACTLY_ONCE_V2);
    assertTrue(story.told(Topics.ROLLOUTS, ALL).stream().anyMatch(this::tellsOfACommand));
    int open = open();
    assertTrue(open > 0);
    assertFalse(story.told(Topics.ROLLOUTS, COMMITTED).stream().anyMatch(this::tellsOfACommand));
    assertFalse(
        story.told(Topics.ROLLOUT_HISTORY, COMMITTED).stream().anyMatch(this::tellsOfACommand));

    try (var next = another()) {
      story.await(this::tellsOfACommand);
      story.order(command("c2").setResume(ResumeCommand.getDefaultInstance()));
      var last = story.await(state -> state.getOutcomesCount() == 2);
      assertEquals(Phase.CANARY, last.getPhase());
      isToldOnce();
      assertEquals(story.recounted(last), withoutTrial(tally(next)));
    }
    assertEquals(open, open(), "what was begun lies there to this day");
  }

  @Test
  void withoutTransactionsEverybodyWouldReadIt() throws Exception {
    killWhileItsWordIsOpen(StreamsConfig.AT_LEAST_ONCE);
    assertTrue(story.told(Topics.ROLLOUTS, COMMITTED).stream().anyMatch(this::tellsOfACommand));
  }

  private void killWhileItsWordIsOpen(String guarantee) throws Exception {
    var judge = heldJudge(guarantee);
    try {
      story.onTrial();
      story.askAndLabel();
      story.order(command("c1").setPause(PauseCommand.getDefaultInstance()));
      awaitHeld(judge);
    } finally {
      judge.destroyForcibly().waitFor();
    }
  }

  private Process heldJudge(String guarantee) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", // it starts, says little, and dies
            "-XX:+UseSerialGC",
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

  // --- what must hold

  /** How many states are on the broker that nobody is to read. */
  private int open() {
    return story.told(Topics.ROLLOUTS, ALL).size() - story.told(Topics.ROLLOUTS, COMMITTED).size();
  }

  private boolean tellsOfACommand(RolloutState state) {
    return state.getOutcomesCount() > 0;
  }

  /** One writer: every revision once, in both topics; every command's outcome once. */
  private void isToldOnce() {
    var history = story.told(Topics.ROLLOUT_HISTORY, COMMITTED);
    assertEquals(history, story.told(Topics.ROLLOUTS, COMMITTED));
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
}
