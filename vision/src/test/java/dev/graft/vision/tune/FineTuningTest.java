package dev.graft.vision.tune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.head.FeatureScale;
import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.tensors.NamedTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A fine-tune from its beginning to its end. */
final class FineTuningTest {
  private static final TuneSet SET = Tunes.set(6, 4);
  private static HeadStart start;

  @BeforeAll
  static void fit() throws Exception {
    VisionRuntime.configure(1);
    start = Tunes.fitted(SET);
  }

  @Test
  void lowersTheLossAndIsNeverWorseThanTheHeadAlone() throws Exception {
    Recipe recipe = Tunes.quick().withPhases(Tunes.phases("layer3", 4));
    TuneResult result = tuned(recipe);
    List<EpochReport> reports = result.reports();
    assertEquals(5, reports.size(), "the score before any step, and four epochs");
    assertTrue(reports.get(4).trainLoss() < reports.get(1).trainLoss(), reports.toString());
    HeldOutScore alone = reports.get(0).heldOut();
    HeldOutScore best =
        reports.stream()
            .map(EpochReport::heldOut)
            .reduce((a, b) -> b.betterThan(a) ? b : a)
            .orElseThrow();
    assertEquals(best.betterThan(alone), result.helped());
  }

  @Test
  void reportsWhatAGuardNeeds() throws Exception {
    EpochReport last = last(tuned(Tunes.quick().withClip(1)));
    assertEquals(
        List.of("layer3", Phase.HEAD), last.stages().stream().map(StageHealth::stage).toList());
    StageHealth stage = last.stages().get(0);
    assertTrue(stage.distance() > 0 && stage.distance() < 1, stage.toString());
    assertTrue(stage.dead() >= 0 && stage.dead() + stage.saturated() <= 1, stage.toString());
    assertEquals(Tunes.CLASSES.size(), last.heldOut().classAccuracy().size());
    assertTrue(last.gradientNorm() > 0);
    assertEquals(6, last.steps());
  }

  @Test
  void tellsOfTheStagesBeforeAnyStepTooSoThatWhatWasDeadThenIsKnown() throws Exception {
    EpochReport first = tuned(Tunes.quick()).reports().get(0);
    assertEquals(0, first.epoch());
    StageHealth stage = first.stages().get(0);
    assertEquals("layer3", stage.stage());
    assertEquals(0, stage.distance());
    assertTrue(stage.dead() >= 0, stage.toString());
  }

  @Test
  void beginsAgainWhereAStoppedOneLeftItsWeights() throws Exception {
    try (SplitNetwork split = Tunes.split("layer3", start)) {
      Tunes.finish(Tunes.begin(split, SET, Tunes.quick(), TuneListener.SILENT));
      List<NamedTensor> left = split.copy();
      Recipe slower = Tunes.quick().times(0);
      try (FineTuning again =
          FineTuning.again(split, SET, Tunes.live(split), slower, TuneListener.SILENT)) {
        Tunes.finish(again);
      }
      Tunes.assertEqualBits(left, split.copy());
    }
  }

  @Test
  void logitsOfPicturesAreThoseOfTheHeadOnTheirEmbeddings() throws Exception {
    try (SplitNetwork split = Tunes.split("layer3", start)) {
      float[][] embeddings = split.embed(SET.heldOut(), Tunes.live(split), 5);
      float[][] logits = split.logits(SET.heldOut(), Tunes.live(split), 5);
      for (int i = 0; i < logits.length; i++) {
        assertArrayEquals(split.head().logits(embeddings[i]), logits[i]);
      }
    }
  }

  @Test
  void refusesAHeadThatIsNotSettled() throws Exception {
    int width = Tunes.MINI.width();
    float[] ones = new float[width];
    Arrays.fill(ones, 1);
    var nothing = new LinearHead(new float[3][width], new float[3]);
    var unfitted = new FittedHead(nothing, 10, 0, 1, 1, new FeatureScale(new float[width], ones));
    try (SplitNetwork split = Tunes.split("layer3", new HeadStart.Fitted(unfitted))) {
      var refused =
          assertInstanceOf(
              Beginning.NotSettled.class,
              FineTuning.begin(split, SET, Tunes.live(split), Tunes.quick(), TuneListener.SILENT));
      assertTrue(refused.why().contains("fit it first"), refused.why());
    }
  }

  @Test
  void aRateThatIsFarTooHighEndsWithTheHeadAlone() throws Exception {
    try (SplitNetwork split = Tunes.split("layer3", start)) {
      List<NamedTensor> before = split.copy();
      TuneResult result =
          Tunes.finish(Tunes.begin(split, SET, Tunes.quick().times(1e12), TuneListener.SILENT));
      assertFalse(result.helped());
      assertTrue(result.stopped().orElseThrow().contains("diverged"), result.toString());
      Tunes.assertEqualBits(before, split.copy());
    }
  }

  @Test
  void endsWhenItsListenerSaysStop() throws Exception {
    try (SplitNetwork split = Tunes.split("layer3", start)) {
      TuneListener guard =
          report -> report.epoch() == 1 ? new Verdict.Stop("enough") : Verdict.goOn();
      TuneResult result = Tunes.finish(Tunes.begin(split, SET, Tunes.quick(), guard));
      assertEquals("enough", result.stopped().orElseThrow());
      assertEquals(1, last(result).epoch());
    }
  }

  @Test
  void endsAPhaseEarlyWhenNothingGetsBetter() throws Exception {
    Recipe still = Tunes.quick().withPhases(Tunes.phases("layer3", 9)).times(0).withPatience(2);
    assertEquals(3, last(tuned(still)).epoch(), "the first is the best, and two more");
  }

  @Test
  void learnsFromScratchToo() throws Exception {
    Recipe recipe = Recipe.fromScratch("stem", 8).withBatch(9).withClip(5);
    TuneSet all = new TuneSet(Tunes.CLASSES, SET.train(), List.of());
    try (SplitNetwork split = SplitNetwork.fromScratch(Tunes.MINI, 3, 1, Device.CPU)) {
      TuneResult result = Tunes.finish(Tunes.begin(split, all, recipe, TuneListener.SILENT));
      List<EpochReport> reports = result.reports();
      assertTrue(reports.get(7).trainLoss() < reports.get(0).trainLoss(), reports.toString());
    }
  }

  @Test
  void asManyNativeArraysAreAliveAfterARunAsBeforeAndAfterEachEpochAsAfterTheFirst()
      throws Exception {
    Recipe recipe =
        Tunes.quick()
            .withPhases(Tunes.phases("layer3", 3))
            .withMixup(0.4)
            .withAveraging(0.9)
            .withClip(1);
    tuned(recipe.withPhases(Tunes.phases("layer3", 1)));
    long before = VisionRuntime.aliveArrays();
    List<Long> during = new ArrayList<>();
    try (SplitNetwork split = Tunes.split("layer3", start)) {
      TuneListener counting =
          report -> {
            during.add(VisionRuntime.aliveArrays());
            return Verdict.goOn();
          };
      Tunes.finish(Tunes.begin(split, SET, recipe, counting));
    }
    assertEquals(during.get(1), during.get(3), during.toString());
    assertEquals(before, VisionRuntime.aliveArrays());
  }

  @Test
  void aPhaseBeforeTheCutIsRefused() throws Exception {
    try (SplitNetwork split = Tunes.split("layer3", start)) {
      Recipe recipe = Tunes.quick().withPhases(Tunes.phases("layer2", 1));
      var refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> Tunes.begin(split, SET, recipe, TuneListener.SILENT));
      assertTrue(refused.getMessage().contains("cut there"), refused.getMessage());
    }
  }

  private static TuneResult tuned(Recipe recipe) throws Exception {
    try (SplitNetwork split = Tunes.split("layer3", start)) {
      return Tunes.finish(Tunes.begin(split, SET, recipe, TuneListener.SILENT));
    }
  }

  private static EpochReport last(TuneResult result) {
    return result.reports().get(result.reports().size() - 1);
  }
}
