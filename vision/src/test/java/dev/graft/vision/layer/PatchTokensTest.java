package dev.graft.vision.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PatchTokensTest {
  /** Keys' cubic of a = -0.75 halfway: -3/32 and 19/32, the edge point taken twice. */
  private static final float NEAR = 19 / 32f;

  private static final float FAR = -3 / 32f;

  @Test
  void positionsOnTheSameGridStay() {
    float[] mixing = PositionGrid.mixing(9, 3, 3);
    for (int i = 0; i < 100; i++) {
      assertEquals(i % 11 == 0 ? 1 : 0, mixing[i]);
    }
  }

  @Test
  void positionsBetweenAreMixedByTheCubicWithCornersOnCorners() {
    float[] mixing = PositionGrid.mixing(9, 3, 5); // rows stay, columns 0, 0.5, 1, 1.5, 2
    assertArrayEquals(row(0, 1, 0, 0), part(mixing, 1));
    assertArrayEquals(row(0, NEAR + FAR, NEAR, FAR), part(mixing, 2), 1e-7f);
    assertArrayEquals(row(0, 0, 1, 0), part(mixing, 3));
    assertArrayEquals(row(0, FAR, NEAR, NEAR + FAR), part(mixing, 4), 1e-7f);
    assertArrayEquals(row(0, 0, 0, 1), part(mixing, 5));
  }

  @Test
  void classTokenKeepsItsPosition() {
    float[] mixing = PositionGrid.mixing(4, 3, 3);
    for (int row = 0; row < 10; row++) {
      assertEquals(row == 0 ? 1 : 0, mixing[row * 5]);
    }
  }

  @Test
  void takesPositionsOfAnySquareGridAndPicturesOfAnyNumberOfPatches() {
    var layer = new PatchTokens(2, 1, 3);
    var weights = weights(layer);
    Weight positions = weights.get("encoder.pos_embedding");
    assertTrue(positions.takes(new long[] {1, 5, 1}));
    assertFalse(positions.takes(new long[] {1, 6, 1}));
    assertFalse(positions.takes(new long[] {1, 10, 2}));
    long before = VisionRuntime.aliveArrays();
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      weights.get("class_token").fill(owner, new float[] {7});
      weights.get("conv_proj.weight").fill(owner, new float[12]);
      weights.get("conv_proj.bias").fill(owner, new float[] {1});
      positions.fill(owner, new float[] {100, 10, 20, 30, 40}, new long[] {1, 5, 1});
      long filled = VisionRuntime.aliveArrays();
      try (NDArray small = owner.ones(new Shape(2, 3, 4, 4))) {
        try (NDArray tokens = layer.forward(small, Pass.INFER)) {
          float[] one = {107, 11, 21, 31, 41};
          assertArrayEquals(one, java.util.Arrays.copyOf(tokens.toFloatArray(), 5));
        }
      }
      try (NDArray wide = owner.ones(new Shape(1, 3, 4, 6));
          NDArray tokens = layer.forward(wide, Pass.INFER)) {
        assertArrayEquals(new float[] {107, 11, 16, 21, 31, 36, 41}, tokens.toFloatArray(), 1e-5f);
      }
      try (NDArray odd = owner.ones(new Shape(1, 3, 4, 5))) {
        assertThrows(IllegalArgumentException.class, () -> layer.forward(odd, Pass.INFER));
      }
      assertEquals(filled, VisionRuntime.aliveArrays());
    }
    assertEquals(before, VisionRuntime.aliveArrays());
  }

  private static float[] row(float... values) {
    return java.util.Arrays.copyOf(values, 10);
  }

  private static float[] part(float[] mixing, int row) {
    return java.util.Arrays.copyOfRange(mixing, row * 10, row * 10 + 10);
  }

  private static Map<String, Weight> weights(Layer layer) {
    var weights = new TreeMap<String, Weight>();
    layer.eachWeight("", weights::put);
    return weights;
  }
}
