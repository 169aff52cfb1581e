package dev.graft.vision.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerScaleTest {
  private static final float[] FACTORS = {1, 2, -3};

  @Test
  void scalesAlikeWhetherAFileKeepsItAsTorchvisionOrAsTimm() {
    assertArrayEquals(scaled(3, 1, 1), scaled(3));
    assertArrayEquals(new float[] {1, 2, -3, 2, 4, -6}, scaled(3));
  }

  @Test
  void takesNoOtherShape() {
    Weight weight = weights(new LayerScale(3)).get("layer_scale");
    assertTrue(weight.takes(new long[] {3}));
    assertFalse(weight.takes(new long[] {1, 3}));
    assertFalse(weight.takes(new long[] {4}));
  }

  private static float[] scaled(long... shape) {
    var layer = new LayerScale(3);
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      weights(layer).get("layer_scale").fill(owner, FACTORS, shape);
      var x = owner.create(new float[] {1, 1, 1, 2, 2, 2}, new Shape(1, 2, 3));
      return layer.forward(x, Pass.TRAIN).toFloatArray();
    }
  }

  private static Map<String, Weight> weights(Layer layer) {
    var weights = new HashMap<String, Weight>();
    layer.eachWeight("", weights::put);
    return weights;
  }
}
