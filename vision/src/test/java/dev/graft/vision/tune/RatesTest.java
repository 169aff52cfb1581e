package dev.graft.vision.tune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.optim.Schedule;
import dev.graft.vision.tensors.NamedTensor;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How fast the stages of a network learn. */
final class RatesTest {
  private static final TuneSet SET = Tunes.set(6, 4);
  private static HeadStart start;

  @BeforeAll
  static void fit() throws Exception {
    VisionRuntime.configure(1);
    start = Tunes.fitted(SET);
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
  void theRateFinderLeavesWeightsUntouched() throws Exception {
    try (SplitNetwork split = Tunes.split("layer3", start)) {
      List<NamedTensor> before = split.copy();
      RateFinder.Found found =
          RateFinder.find(split, SET, Tunes.live(split), Tunes.quick(), 1e-6, 10, 30);
      Tunes.assertEqualBits(before, split.copy());
      assertTrue(found.points().size() > 5, found.toString());
      assertTrue(found.rate() >= 1e-6 && found.rate() <= 10, found.toString());
    }
  }
}
