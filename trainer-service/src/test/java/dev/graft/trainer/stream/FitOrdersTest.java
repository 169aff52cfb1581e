package dev.graft.trainer.stream;

import static dev.graft.trainer.stream.Pets.last;
import static dev.graft.trainer.stream.Pets.nameOf;
import static dev.graft.trainer.stream.Pets.only;
import static dev.graft.trainer.stream.Pets.pets;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.blobs.BlobStores;
import dev.graft.topics.Topics;
import dev.graft.v1.Command;
import dev.graft.v1.FitPolicy;
import dev.graft.v1.RunEvent;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.TrainCommand;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a task is fitted, why not, and what becomes of a fit that is in trouble. */
class FitOrdersTest {
  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void saysOnceWhyItDoesNotFitYet() {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    rig.pass(Duration.ofSeconds(2));
    for (int i = 0; i < 3; i++) {
      rig.example("pets", "cat-" + i, "cat", -5);
      rig.pass(Duration.ofSeconds(2));
    }
    List<RunEvent> runs = rig.values(Topics.RUNS);
    assertEquals(
        List.of(
            "class \"cat\" and 1 more: 0 of 1 train examples with a vector",
            "class \"dog\": 0 of 1 train examples with a vector"),
        runs.stream().map(run -> run.getDecided().getWhy()).toList());
  }

  @Test
  void aCommandIsAnsweredThoughTheReasonIsTheSame() {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    rig.pass(Duration.ofSeconds(6));
    rig.send(
        Topics.COMMANDS,
        "pets",
        Command.newBuilder().setTrain(TrainCommand.getDefaultInstance()).build());
    rig.pass(Duration.ofSeconds(6));
    assertEquals(2, rig.values(Topics.RUNS).size());
  }

  @Test
  void aCommandFitsWithoutAChange() {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    pets(rig, 20);
    rig.fit();
    rig.send(
        Topics.COMMANDS,
        "pets",
        Command.newBuilder().setBy("ann").setTrain(TrainCommand.getDefaultInstance()).build());
    rig.fit();
    assertEquals(2, rig.values(Topics.MODELS).size());
    assertTrue(
        rig.values(Topics.RUNS).stream()
            .anyMatch(run -> run.getDecided().getWhy().equals("commanded by ann")));
    assertEquals("", rig.desks.find("pets").orElseThrow().ledger().getCommanded());
  }

  @Test
  void anAbsurdPaceStopsNobodyElse() {
    var never = com.google.protobuf.Duration.newBuilder().setSeconds(300_000_000_000L);
    TaskSpec absurd =
        Rig.task("absurd", "cat", "dog").toBuilder()
            .setFit(FitPolicy.newBuilder().setDebounce(never).setMaxWait(never))
            .build();
    rig.send(Topics.TASKS, "absurd", absurd);
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    pets(rig, 20);
    rig.fit();
    assertEquals(1, rig.values(Topics.MODELS).size());
  }

  @Test
  void aResultForATaskThatChangedMeanwhileIsDropped() {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    pets(rig, 20);
    rig.pass(Duration.ofSeconds(2));
    assertEquals(1, rig.fits.size());
    TaskSpec deleted = Rig.task("pets", "cat", "dog").toBuilder().setDeleted(true).build();
    rig.send(Topics.TASKS, "pets", deleted);
    rig.fit();
    assertEquals(List.of(), rig.values(Topics.MODELS));
    assertTrue(
        rig.values(Topics.RUNS).stream()
            .anyMatch(run -> run.getDropped().getWhy().equals("the task was deleted")));
  }

  @Test
  void aStoreThatIsDownDelaysAVersionAndLosesNothing() {
    var broken = new AtomicBoolean(true);
    try (Rig down = new Rig(BreakableStore.of(BlobStores.inMemory(), broken))) {
      down.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
      pets(down, 20);
      down.fit();
      assertEquals(List.of(), down.values(Topics.MODELS));
      assertEquals("failed", nameOf(last(down.values(Topics.RUNS))));
      broken.set(false);
      down.fit();
      assertEquals(1, only(down.values(Topics.MODELS)).getVersion());
    }
  }
}
