package dev.graft.vision.tune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.graft.vision.augment.Augmentation;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.optim.OptimizerSettings;
import dev.graft.vision.optim.Schedule;
import dev.graft.vision.tensors.NamedTensor;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fine-tune that is dropped between any two steps and goes on from its checkpoint. */
final class ResumeTest {
  private static final TuneSet SET = Tunes.set(5, 2);
  private static HeadStart start;

  @BeforeAll
  static void fit() throws Exception {
    VisionRuntime.configure(1);
    start = Tunes.fitted(SET);
  }

  /** Everything that has a state of its own, in two ways. */
  private static Recipe recipe(boolean averaged) {
    var last = averaged ? Schedule.oneCycle() : new Schedule.Plateau(0.5, 0, 1e-7);
    return Tunes.quick()
        .withPhases(
            List.of(
                new Phase(Phase.HEAD, 1, Rates.uniform(1e-3, 1e-3), Schedule.constant()),
                new Phase("layer3", 2, Rates.uniform(1e-3, 1e-2), last)))
        .withViews(new Views(true, 1, false, Augmentation.standard()))
        .withOptimizer(
            averaged ? OptimizerSettings.adamW() : new OptimizerSettings.Sgd(0.9, true, 1e-4))
        .withBatchNorm(averaged ? BatchNormMode.STATISTICS_FROZEN : BatchNormMode.TRAINED)
        .withAveraging(averaged ? 0.9 : 0)
        .withMixup(0.2)
        .withClip(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsWithTheSameWeightsAsAnUndisturbedOne(boolean averaged) throws Exception {
    Recipe recipe = recipe(averaged);
    TuneResult undisturbed;
    int steps = 0;
    try (SplitNetwork split = Tunes.split("layer3", start)) {
      FineTuning run = Tunes.begin(split, SET, recipe, TuneListener.SILENT);
      while (run.step()) {
        steps++;
      }
      undisturbed = run.result();
    }
    assertEquals(5, steps, "two batches an epoch, three epochs, the last step says no more");
    for (int killed = 0; killed <= steps + 1; killed++) {
      Checkpoint checkpoint = checkpointAfter(killed, recipe);
      assertSame(undisturbed, goOn(checkpoint, recipe), killed);
    }
  }

  private static Checkpoint checkpointAfter(int steps, Recipe recipe) throws Exception {
    try (SplitNetwork split = Tunes.split("layer3", start);
        FineTuning run = Tunes.begin(split, SET, recipe, TuneListener.SILENT)) {
      for (int i = 0; i < steps; i++) {
        run.step();
      }
      return run.checkpoint();
    }
  }

  private static TuneResult goOn(Checkpoint checkpoint, Recipe recipe) throws Exception {
    try (SplitNetwork split = Tunes.split("layer3", start);
        FineTuning run =
            FineTuning.resume(
                split, SET, Tunes.live(split, recipe), recipe, TuneListener.SILENT, checkpoint)) {
      return Tunes.finish(run);
    }
  }

  private static void assertSame(TuneResult expected, TuneResult actual, int killed) {
    String when = "killed after step " + killed;
    assertEquals(expected.reports(), actual.reports(), when);
    assertEquals(expected.phasesKept(), actual.phasesKept(), when);
    assertEquals(expected.head(), actual.head(), when);
    assertEquals(expected.tail().size(), actual.tail().size(), when);
    for (int i = 0; i < expected.tail().size(); i++) {
      NamedTensor tensor = expected.tail().get(i);
      assertEquals(tensor.name(), actual.tail().get(i).name(), when);
      assertArrayEquals(tensor.values(), actual.tail().get(i).values(), when + tensor.name());
    }
  }

  @Test
  void aCheckpointOfAnotherRecipeIsRefused() throws Exception {
    Checkpoint checkpoint = checkpointAfter(1, recipe(true));
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> goOn(checkpoint, recipe(true).withSmoothing(0.3)));
    assertEquals(
        "the checkpoint belongs to another recipe, other pictures or other weights to begin at",
        refused.getMessage());
  }
}
