package dev.graft.vision.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import dev.graft.vision.backbone.VisionRuntime;
import org.junit.jupiter.api.Test;

/** On a GPU where there is one. */
class WeightTest {
  @Test
  void handsOutItsNumbersAndLeavesNoCopyWithItsOwner() {
    try (NDManager owner = VisionRuntime.manager(VisionRuntime.device("auto"))) {
      var weight = new Weight(Weight.Kind.TRAINED, Weight.Start.ZEROS, 2, 3);
      var numbers = new float[] {1, 2, 3, 4, 5, 6};
      weight.fill(owner, numbers);
      long alive = VisionRuntime.aliveArrays();
      assertArrayEquals(numbers, weight.values());
      assertArrayEquals(numbers, HostCopy.of(weight.array()));
      assertEquals(alive, VisionRuntime.aliveArrays());
    }
  }

  @Test
  void anotherOrderInMemoryShowsNowhere() {
    try (NDManager owner = VisionRuntime.manager(VisionRuntime.device("auto"))) {
      var weight = new Weight(Weight.Kind.TRAINED, Weight.Start.ZEROS, 2, 3);
      var numbers = new float[] {1, 2, 3, 4, 5, 6};
      weight.fill(owner, numbers);
      long alive = VisionRuntime.aliveArrays();
      weight.layOutByColumns();
      weight.layOutByColumns();
      assertArrayEquals(numbers, weight.values());
      assertEquals(alive, VisionRuntime.aliveArrays());
    }
  }
}
