package dev.graft.vision.tune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MixingTest {
  @Test
  void mixesInputsAndTargetsByTheSameShareWithTheSamePartners() {
    var mixing = new Mixing(0.75, new long[] {1, 0});
    try (NDManager scratch = VisionRuntime.manager(Device.CPU)) {
      float[] mixed =
          mixing.mix(scratch.create(new float[] {0, 4, 8, 12}, new Shape(2, 2))).toFloatArray();
      assertArrayEquals(new float[] {2, 6, 6, 10}, mixed);
    }
    assertArrayEquals(
        new float[] {0.75f, 0.25f, 0, 0.25f, 0.75f, 0}, mixing.targets(new int[] {0, 1}, 3, 0), 0);
  }

  @Test
  void targetsAreSmoothedProbabilities() {
    var none = new Mixing(1, new long[] {0});
    assertArrayEquals(
        new float[] {0.025f, 0.925f, 0.025f, 0.025f}, none.targets(new int[] {1}, 4, 0.1), 1e-6f);
  }

  @Test
  void sharesHaveTheMeanAndSpreadOfTheBetaDistribution() {
    double alpha = 0.4;
    Recipe recipe = Tunes.quick().withMixup(alpha);
    double[] shares =
        IntStream.range(0, 4000).mapToDouble(i -> Mixing.draw(recipe, i, 2).share()).toArray();
    double mean = IntStream.range(0, 4000).mapToDouble(i -> shares[i]).average().orElseThrow();
    double variance =
        IntStream.range(0, 4000)
            .mapToDouble(i -> (shares[i] - mean) * (shares[i] - mean))
            .average()
            .orElseThrow();
    assertEquals(0.5, mean, 0.03);
    assertEquals(0.25 / (2 * alpha + 1), variance, 0.01);
  }
}
