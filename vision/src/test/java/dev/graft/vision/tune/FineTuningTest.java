package dev.graft.vision.tune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.NetworkWeights;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.head.FeatureScale;
import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.optim.Schedule;
import dev.graft.vision.tensors.NamedTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
    Recipe recipe = Tunes.quick().withPhases(phases("layer3", 4));
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
      assertEqualBits(left, split.copy());
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
      assertEqualBits(before, split.copy());
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
    Recipe still = Tunes.quick().withPhases(phases("layer3", 9)).times(0).withPatience(2);
    assertEquals(3, last(tuned(still)).epoch(), "the first is the best, and two more");
  }

  @Test
  void movesNothingOfBatchNormWhenAllOfItIsFrozen() throws Exception {
    Set<String> moved = moved(Tunes.quick().withBatchNorm(BatchNormMode.ALL_FROZEN), "layer3");
    assertTrue(moved.stream().noneMatch(name -> name.contains("bn")), moved.toString());
    assertTrue(moved.contains("layer3.0.conv1.weight"), moved.toString());
  }

  @Test
  void movesScaleAndShiftButNoStatisticByDefault() throws Exception {
    Set<String> moved = moved(Tunes.quick(), "layer3");
    assertTrue(moved.contains("layer3.0.bn1.weight"), moved.toString());
    assertTrue(moved.stream().noneMatch(name -> name.contains("running")), moved.toString());
  }

  @Test
  void movesStatisticsOfTheTrainedStagesOnlyWhenToldTo() throws Exception {
    Recipe recipe =
        Tunes.quick().withBatchNorm(BatchNormMode.TRAINED).withPhases(phases("layer3", 1));
    Set<String> moved = moved(recipe, "layer2"); // layer2 is tail, but waits for its phase
    assertTrue(moved.contains("layer3.0.bn1.running_mean"), moved.toString());
    assertTrue(moved.stream().allMatch(name -> name.startsWith("layer3")), moved.toString());
  }

  @Test
  void aPhaseOfTheHeadAloneMovesTheHeadAlone() throws Exception {
    assertEquals(Set.of(), moved(Tunes.quick().withPhases(phases(Phase.HEAD, 2)), "layer3"));
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
        Tunes.quick().withPhases(phases("layer3", 3)).withMixup(0.4).withAveraging(0.9).withClip(1);
    tuned(recipe.withPhases(phases("layer3", 1)));
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
  void warnsOfATailThatIsNotTenTimesAsSlowAsTheHead() {
    assertEquals(1, Rates.uniform(1e-3, 2e-3).warning(3, 5).stream().count());
    for (Recipe preset :
        List.of(Recipe.sgd("layer3"), Recipe.adamW("layer3"), Recipe.oneCycle("layer3"))) {
      for (Phase phase : preset.phases()) {
        assertTrue(phase.rates().warning(3, 5).isEmpty(), preset.toString());
      }
    }
  }

  @Test
  void saysItsWarningsBeforeItLearns() throws Exception {
    Recipe recipe =
        Tunes.quick()
            .withPhases(
                List.of(new Phase("layer3", 1, Rates.uniform(1e-2, 1e-2), Schedule.constant())));
    try (SplitNetwork split = Tunes.split("layer3", start);
        FineTuning run = Tunes.begin(split, SET, recipe, TuneListener.SILENT)) {
      assertEquals(1, run.warnings().size());
      assertTrue(run.warnings().get(0).contains("forgotten"), run.warnings().toString());
    }
  }

  @Test
  void ratesOfStagesAreATableAGeometricRatioOrLayerDecay() {
    assertArrayEquals(
        new double[] {1e-4, 1e-4, 1e-4, 1e-3, 1e-2},
        Rates.table(List.of(1e-4, 1e-4, 1e-3, 1e-2), 1e-1).ofStages(5));
    assertArrayEquals(
        new double[] {1e-5, 1e-4, 1e-3}, Rates.geometric(1e-3, 10, 1e-2).ofStages(3), 1e-15);
    assertArrayEquals(
        new double[] {1.25e-4, 2.5e-4, 5e-4}, Rates.layerDecay(1e-3, 0.5).ofStages(3), 1e-15);
  }

  @Test
  void aPhaseBeforeTheCutIsRefused() throws Exception {
    try (SplitNetwork split = Tunes.split("layer3", start)) {
      Recipe recipe = Tunes.quick().withPhases(phases("layer2", 1));
      var refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> Tunes.begin(split, SET, recipe, TuneListener.SILENT));
      assertTrue(refused.getMessage().contains("cut there"), refused.getMessage());
    }
  }

  @Test
  void theRateFinderLeavesWeightsUntouched() throws Exception {
    try (SplitNetwork split = Tunes.split("layer3", start)) {
      List<NamedTensor> before = split.copy();
      RateFinder.Found found =
          RateFinder.find(split, SET, Tunes.live(split), Tunes.quick(), 1e-6, 10, 30);
      assertEqualBits(before, split.copy());
      assertTrue(found.points().size() > 5, found.toString());
      assertTrue(found.rate() >= 1e-6 && found.rate() <= 10, found.toString());
    }
  }

  private static List<Phase> phases(String from, int epochs) {
    return List.of(new Phase(from, epochs, Rates.uniform(1e-3, 1e-2), Schedule.constant()));
  }

  private static TuneResult tuned(Recipe recipe) throws Exception {
    try (SplitNetwork split = Tunes.split("layer3", start)) {
      return Tunes.finish(Tunes.begin(split, SET, recipe, TuneListener.SILENT));
    }
  }

  private static EpochReport last(TuneResult result) {
    return result.reports().get(result.reports().size() - 1);
  }

  /** Names of the network's weights that have changed by the end; nothing is held out. */
  private static Set<String> moved(Recipe recipe, String cut) throws Exception {
    TuneSet all = new TuneSet(Tunes.CLASSES, SET.train(), List.of());
    try (SplitNetwork split = Tunes.split(cut, start)) {
      List<NamedTensor> before = NetworkWeights.copy(split.network());
      Tunes.finish(Tunes.begin(split, all, recipe, TuneListener.SILENT));
      List<NamedTensor> after = NetworkWeights.copy(split.network());
      var moved = new TreeSet<String>();
      for (int i = 0; i < before.size(); i++) {
        if (!Arrays.equals(before.get(i).values(), after.get(i).values())) {
          moved.add(before.get(i).name());
        }
      }
      return moved;
    }
  }

  private static void assertEqualBits(List<NamedTensor> expected, List<NamedTensor> actual) {
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i).values(), actual.get(i).values(), expected.get(i).name());
    }
  }
}
