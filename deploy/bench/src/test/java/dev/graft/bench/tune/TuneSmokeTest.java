package dev.graft.bench.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.backbone.VisionRuntime;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps of the shipped network's architecture, both ways. */
final class TuneSmokeTest {
  @TempDir private Path folder;

  @Test
  void takesStepsFromKeptActivationsAndWithTheTrunk() throws Exception {
    long before = VisionRuntime.aliveArrays();
    for (Path store : new Path[] {folder, Path.of("")}) {
      try (var steps = TuneSteps.open("mini", "layer3", 4, 64, 3, store)) {
        double[] took = steps.steps(3);
        assertEquals(3, took.length);
        assertTrue(Arrays.stream(took).sum() > 0);
      }
    }
    assertEquals(before, VisionRuntime.aliveArrays());
  }
}
