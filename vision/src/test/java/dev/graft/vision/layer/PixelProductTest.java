package dev.graft.vision.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PixelProductTest {
  private static final int PICTURES = 3;
  private static final int IN = 5;
  private static final int OUT = 4;
  private static final int HIGH = 7;
  private static final int WIDE = 6;

  private final Random random = new Random(1);
  private final float[] map = drawn(PICTURES * IN * HIGH * WIDE);
  private final float[] weights = drawn(OUT * IN);
  private final float[] offsets = drawn(OUT);

  @Test
  void isTheSumOverChannels() {
    assertArrayEquals(summed(1, offsets), computed(1, offsets), 1e-5f);
    assertArrayEquals(summed(1, null), computed(1, null), 1e-5f);
  }

  @Test
  void leavesOutWhatAStrideSkips() {
    assertArrayEquals(summed(2, offsets), computed(2, offsets), 1e-5f);
    assertArrayEquals(summed(3, null), computed(3, null), 1e-5f);
  }

  private float[] computed(int stride, float @Nullable [] bias) {
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      NDArray x = owner.create(map, new Shape(PICTURES, IN, HIGH, WIDE));
      NDArray weight = owner.create(weights, new Shape(OUT, IN, 1, 1));
      NDArray added = bias == null ? null : owner.create(bias);
      long before = VisionRuntime.aliveArrays();
      try (NDArray answer = PixelProduct.of(x, weight, added, stride)) {
        assertEquals(before + 1, VisionRuntime.aliveArrays());
        return answer.toFloatArray();
      }
    }
  }

  private float[] summed(int stride, float @Nullable [] bias) {
    int high = (HIGH + stride - 1) / stride;
    int wide = (WIDE + stride - 1) / stride;
    var sums = new float[PICTURES * OUT * high * wide];
    for (int at = 0; at < sums.length; at++) {
      int column = at % wide;
      int row = at / wide % high;
      int channel = at / wide / high % OUT;
      int picture = at / wide / high / OUT;
      float sum = bias == null ? 0 : bias[channel];
      for (int in = 0; in < IN; in++) {
        int pixel = ((picture * IN + in) * HIGH + row * stride) * WIDE + column * stride;
        sum += map[pixel] * weights[channel * IN + in];
      }
      sums[at] = sum;
    }
    return sums;
  }

  private float[] drawn(int count) {
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
