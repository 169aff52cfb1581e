package dev.graft.inference.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A long, seeded story; what the judge said is committed beside the test, so that a change of its
 * mind is a diff a person can judge; {@code -Dsimulation.record=true} writes it anew.
 */
class JudgeSimulationTest {

  private static final Path GOLDEN =
      Path.of("src/test/resources/dev/graft/inference/rollout/judge-simulation.txt");

  @Test
  void theJudgeStillSaysWhatItSaid() throws IOException {
    var said = simulate();
    if (Boolean.getBoolean("simulation.record")) {
      Files.writeString(GOLDEN, said);
    }
    assertEquals(Files.readString(GOLDEN), said);
  }

  private static String simulate() {
    var random = new Random(7);
    var task = new Situation();
    var story = new StringBuilder();
    var version = 0L;
    for (var step = 0; step < 80; step++) {
      var revision = task.state().getRevision();
      var some = Math.max(1, version - random.nextInt(5));
      var what =
          switch (random.nextInt(12)) {
            case 0 -> told("roll back", task.rolledBack(0));
            case 1 -> told("roll back to " + some, task.rolledBack(some));
            case 2 -> told("promote", task.promoted(0));
            case 3 -> told("promote " + some, task.promoted(some));
            case 4 -> told("pause", task.paused());
            case 5 -> told("refused " + some, task.refused(some));
            case 6 -> told("again " + some, task.published(some));
            case 7 -> told("collected " + some, task.withdrawn(some));
            default -> told("published " + ++version, task.published(version));
          };
      var same = task.state().getRevision() == revision;
      story.append("%-15s %s\n".formatted(what, same ? "-" : task.line()));
    }
    return story.toString();
  }

  private static String told(String what, Situation after) {
    assertEquals("pets", after.state().getTaskId());
    return what;
  }
}
