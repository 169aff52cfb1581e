package dev.graft.vision.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import dev.graft.vision.backbone.VisionRuntime;
import org.junit.jupiter.api.Test;

/** On a GPU where there is one. */
class WeightTest {
  private static final float[] NUMBERS = {1, 2, 3, 4, 5, 6};

  @Test
  void handsOutItsNumbersAndLeavesNoCopyWithItsOwner() {
    try (NDManager owner = VisionRuntime.manager(VisionRuntime.device("auto"))) {
      var weight = filled(owner);
      long alive = VisionRuntime.aliveArrays();
      assertArrayEquals(NUMBERS, weight.values());
      assertArrayEquals(NUMBERS, HostCopy.of(weight.array()));
      assertEquals(alive, VisionRuntime.aliveArrays());
    }
  }

  @Test
  void anotherOrderInMemoryShowsNowhere() {
    try (NDManager owner = VisionRuntime.manager(VisionRuntime.device("auto"))) {
      var weight = filled(owner);
      long alive = VisionRuntime.aliveArrays();
      weight.layOutByColumns();
      weight.layOutByColumns();
      assertArrayEquals(NUMBERS, weight.values());
      assertEquals(alive, VisionRuntime.aliveArrays());
    }
  }

  private static Weight filled(NDManager owner) {
    var weight = new Weight(Weight.Kind.TRAINED, Weight.Start.ZEROS, 2, 3);
    weight.fill(owner, NUMBERS);
    return weight;
  }
}
