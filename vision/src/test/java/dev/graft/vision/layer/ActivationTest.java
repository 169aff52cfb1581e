package dev.graft.vision.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActivationTest {
  private static final float[] AT = {-5, -1, 0, 1, 5};

  @Test
  void computesThePublishedFunctions() {
    check(Activation.silu(), -0.033464f, -0.268941f, 0, 0.731059f, 4.966536f);
    check(Activation.gelu(), -1.4333e-6f, -0.158655f, 0, 0.841345f, 4.999999f);
    check(Activation.hardSigmoid(), 0, 1 / 3f, 0.5f, 2 / 3f, 1);
    check(Activation.hardSwish(), 0, -1 / 3f, 0, 2 / 3f, 5);
  }

  /** The same in every pass, the input as it was, and nothing left behind by a pass. */
  private static void check(Activation activation, float... expected) {
    long before = VisionRuntime.aliveArrays();
    for (Pass pass : List.of(Pass.TUNE, Pass.INFER)) {
      try (NDManager scratch = VisionRuntime.manager(Device.CPU)) {
        NDArray x = scratch.create(AT);
        assertArrayEquals(expected, activation.forward(x, pass).toFloatArray(), 1e-6f);
        assertArrayEquals(AT, x.toFloatArray());
      }
      assertEquals(before, VisionRuntime.aliveArrays());
    }
  }
}
