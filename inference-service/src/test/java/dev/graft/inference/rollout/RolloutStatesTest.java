package dev.graft.inference.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.inference.evidence.Pairs;
import dev.graft.inference.judge.Command;
import dev.graft.inference.judge.Event;
import dev.graft.inference.judge.Evidence;
import dev.graft.inference.judge.Guards;
import dev.graft.inference.judge.Judge;
import dev.graft.inference.judge.Policy;
import dev.graft.inference.judge.Rollout;
import dev.graft.inference.judge.Version;
import dev.graft.v1.RolloutState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolloutStatesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123456789Z");
  private static final Evidence EVIDENCE =
      new Evidence(
          true,
          new Pairs(1, 2, 3),
          new Pairs(4, 5, 600),
          new Guards(7, 1, 2, 5.5, 6.25, Map.of("cat", 4L), Map.of("cat", 3L, "dog", 1L)));

  @Test
  void nothingIsLostOfATrialAtAnyStage() {
    var rollout = Rollout.EMPTY;
    for (var event : story()) {
      rollout = Judge.next(rollout, event, Policy.DEFAULT, NOW);
      rollout = Judge.next(rollout, new Event.Ticked(), Policy.DEFAULT, NOW);
      assertEquals(rollout, RolloutStates.read(RolloutStates.write("pets", rollout)));
    }
    assertEquals(Rollout.Phase.STABLE, rollout.phase());
  }

  @Test
  void aCandidateIsNamedWithItsShare() {
    var rollout = Rollout.EMPTY;
    for (var event : story().subList(0, 3)) {
      rollout = Judge.next(rollout, event, Policy.DEFAULT, NOW);
    }
    var state = RolloutStates.write("pets", rollout);
    assertEquals(RolloutState.Phase.CANARY, state.getPhase());
    assertEquals(2, state.getCandidateVersion());
    assertEquals(0.01, state.getCandidateShare());
    assertEquals(1, state.getStableVersion());
  }

  private static List<Event> story() {
    return List.of(
        new Event.Published(new Version(1, "d1", "s1", "c"), true),
        new Event.Published(new Version(2, "d2", "s2", "c"), true),
        new Event.Observed(2, 1, EVIDENCE),
        commanded("a", new Command.Pause()),
        new Event.Published(new Version(3, "d3", "s3", "c"), true),
        commanded("b", new Command.Abort()),
        commanded("c", new Command.Resume()),
        commanded("d", new Command.TryOut(2)),
        commanded("e", new Command.Promote(0)));
  }

  private static Event commanded(String id, Command.Order order) {
    return new Event.Commanded(new Command(id, "ann", "because", Command.Expected.ANYTHING, order));
  }
}
