package dev.graft.vision.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.backbone.NetworkWeights;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.tensors.NamedTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which weights and statistics a fine-tune moves. */
final class MovedWeightsTest {
  private static final TuneSet SET = Tunes.set(6, 4);
  private static HeadStart start;

  @BeforeAll
  static void fit() throws Exception {
    VisionRuntime.configure(1);
    start = Tunes.fitted(SET);
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
        Tunes.quick().withBatchNorm(BatchNormMode.TRAINED).withPhases(Tunes.phases("layer3", 1));
    Set<String> moved = moved(recipe, "layer2"); // layer2 is tail, but waits for its phase
    assertTrue(moved.contains("layer3.0.bn1.running_mean"), moved.toString());
    assertTrue(moved.stream().allMatch(name -> name.startsWith("layer3")), moved.toString());
  }

  @Test
  void aPhaseOfTheHeadAloneMovesTheHeadAlone() throws Exception {
    assertEquals(Set.of(), moved(Tunes.quick().withPhases(Tunes.phases(Phase.HEAD, 2)), "layer3"));
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
}
