package dev.graft.inference.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutTrial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Versions, labels, corrections, refusals and commands in any order, and a judge that is killed in
 * between: what it told is what its specification says, every command is answered once, and the
 * evidence is that of the logs.
 */
class RolloutModelTest {
  private static final int STORIES = 60;
  private static final int STEPS = 60;

  /** What must have happened somewhere, or the test shows less than it seems to. */
  private static final List<String> WAYS =
      List.of(
          "serves 1 %",
          "serves 50 %",
          "was promoted:",
          "was rolled back to",
          "it alone failed on",
          "held by a person, although",
          "watched for",
          "gave way",
          "took the place of",
          "waits:",
          "arrived late",
          "was refused before",
          "the gate holds back",
          "was collected",
          "refused version",
          "no version is left",
          "refused a command",
          "the task was deleted");

  private final Map<RolloutState.Phase, Integer> seen = new EnumMap<>(RolloutState.Phase.class);
  private final Map<String, Integer> changes = new HashMap<>();

  @Test
  void tellsWhatTheSpecificationSaysWhereverItIsKilled() {
    for (int seed = 0; seed < STORIES; seed++) {
      new Story(seed).tell();
    }
    assertEquals(6, seen.size(), () -> "every phase is met: " + seen);
    WAYS.forEach(
        way ->
            assertTrue(
                changes.getOrDefault(way, 0) > 0, () -> way + " never happened: " + changes));
  }

  /** What happened, in the order in which it was taken; kept to tell it again to another model. */
  private sealed interface Happened {
    record Came(Message message, Instant now) implements Happened {}

    record Looked(Instant now) implements Happened {}
  }

  private final class Story {
    private final int seed;
    private final Random random;
    private final boolean queue;
    private final Drawn drawn;
    private final MortalJudge judge = new MortalJudge();
    private final List<Happened> committed = new ArrayList<>();
    private final List<Happened> since = new ArrayList<>();
    private RolloutModel model;

    Story(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.queue = seed % 2 == 0;
      this.drawn = new Drawn(random, queue);
      this.model = new RolloutModel(queue);
    }

    void tell() {
      come(drawn.task(false));
      come(drawn.release());
      for (int step = 0; step < STEPS; step++) {
        step();
        compare("step " + step);
        if (random.nextInt(3) == 0) {
          commit();
        } else if (random.nextInt(8) == 0) {
          kill();
          compare("the kill after step " + step);
        }
      }
      come(drawn.task(false));
      pass(Duration.ofHours(1));
      compare("the end");
      onceEach();
    }

    private void step() {
      var trial = model.onTrialOrWatched();
      long stable = model.stable();
      switch (random.nextInt(24)) {
        case 0, 1, 2 -> come(drawn.release());
        case 3 -> come(random.nextInt(2) == 0 ? drawn.withdrawal() : List.of());
        case 4 -> come(random.nextInt(2) == 0 ? drawn.refusal() : List.of());
        case 5 -> {
          come(drawn.task(random.nextInt(4) == 0));
          come(drawn.task(false));
        }
        case 6, 7, 8 -> come(drawn.labels().answered(trial, stable, 10, 3));
        case 9, 10 -> come(drawn.labels().answered(trial, stable, 1, 9));
        case 11 -> come(drawn.labels().answered(trial, stable, 5, 5));
        case 12, 13 -> come(drawn.labels().corrections());
        case 14 -> come(drawn.scored(trial));
        case 15, 16 -> come(drawn.command(model));
        case 17 -> come(drawn.commandAgain());
        case 18, 19 -> pass(Duration.ofSeconds(10));
        case 20, 21, 22 -> pass(Duration.ofMinutes(11));
        default -> pass(Duration.ofHours(random.nextInt(3) == 0 ? 7 : 1));
      }
    }

    private void come(List<Message> messages) {
      messages.forEach(this::come);
    }

    private void come(Message message) {
      since.add(new Happened.Came(message, drawn.now()));
      judge.take(message, drawn.now());
      model.take(message, drawn.now());
    }

    private void pass(Duration time) {
      var now = drawn.after(time);
      since.add(new Happened.Looked(now));
      judge.look(now);
      model.look(now);
      if (time.compareTo(Duration.ofHours(1)) >= 0) {
        evidence();
      }
    }

    private void commit() {
      judge.commit();
      committed.addAll(since);
      since.clear();
    }

    /** The model of what was committed, and then what was taken since, a little later. */
    private void kill() {
      var again = judge.kill();
      since.clear();
      model = new RolloutModel(queue);
      for (var each : committed) {
        if (each instanceof Happened.Came came) {
          model.take(came.message(), came.now());
        } else {
          model.look(((Happened.Looked) each).now());
        }
      }
      drawn.after(Duration.ofSeconds(10));
      come(again);
    }

    /** What is an hour old was told, to the last request. */
    private void evidence() {
      var trial = model.onTrialOrWatched();
      if (trial != null) {
        assertEquals(trial.told(model.changes()), bare(state().getTrial()), this::where);
      }
    }

    private RolloutTrial bare(RolloutTrial told) {
      return told.toBuilder()
          .clearCandidate()
          .clearBaseline()
          .clearSince()
          .clearLineSince()
          .build();
    }

    private RolloutState state() {
      var told = judge.told();
      return told.get(told.size() - 1);
    }

    private void compare(String when) {
      assertEquals(model.line(), Lines.line(state()), () -> when + " of " + where());
      for (var outcome : state().getOutcomesList()) {
        assertEquals(
            model.outcomes().get(outcome.getCommandId()),
            outcome.getRefusedWhy().isEmpty(),
            () -> when + " of " + where() + ": " + outcome);
      }
    }

    /** Revisions without a gap, each with its why; each command's outcome first told once. */
    private void onceEach() {
      var heard = new HashSet<String>();
      var before = RolloutState.getDefaultInstance();
      for (var state : judge.told()) {
        assertEquals(before.getRevision() + 1, state.getRevision(), this::where);
        assertTrue(!state.getWhy().isEmpty() && !state.getBy().isEmpty(), state::toString);
        var fresh = new ArrayList<>(state.getOutcomesList());
        fresh.removeAll(before.getOutcomesList());
        fresh.forEach(outcome -> assertTrue(heard.add(outcome.getCommandId()), outcome + " twice"));
        count(state);
        before = state;
      }
      assertEquals(model.outcomes().keySet(), heard, this::where);
    }

    private void count(RolloutState state) {
      seen.merge(state.getPhase(), 1, Integer::sum);
      WAYS.stream()
          .filter(way -> state.getWhy().contains(way))
          .forEach(way -> changes.merge(way, 1, Integer::sum));
    }

    private String where() {
      return "story " + seed + ", " + state();
    }
  }
}
