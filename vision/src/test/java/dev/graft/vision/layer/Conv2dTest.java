package dev.graft.vision.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Conv2dTest {
  private static final Shape MAPS = new Shape(2, 40, 20, 20);

  @Test
  void answersTheSameHoweverMapsLieAndOnceItIsFolded() {
    check(Conv2d.withBias(40, 24, 1, 1, 0, 1));
    check(Conv2d.withBias(40, 24, 1, 2, 0, 1));
    check(Conv2d.withBias(40, 24, 3, 1, 1, 1));
    check(Conv2d.withBias(40, 40, 3, 2, 1, 40));
    check(Conv2d.withBias(40, 40, 3, 1, 1, 4));
  }

  private static void check(Conv2d convolution) {
    long before = VisionRuntime.aliveArrays();
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      var random = new Random(1);
      convolution.eachWeight(
          "", (name, weight) -> weight.fill(owner, drawn(random, (int) weight.size())));
      NDArray plain = owner.create(drawn(random, (int) MAPS.size()), MAPS);
      NDArray pixels = plain.transpose(0, 2, 3, 1).reshape(new Shape(2, 20, 20, 40));
      NDArray last = pixels.transpose(0, 3, 1, 2);
      float[] expected = answer(convolution, plain);
      assertArrayEquals(expected, answer(convolution, last), 1e-4f);
      VisionRuntime.withoutGradients(convolution::fold);
      long folded = VisionRuntime.aliveArrays();
      assertArrayEquals(expected, answer(convolution, plain), 0);
      assertArrayEquals(expected, answer(convolution, last), 1e-4f);
      assertEquals(folded, VisionRuntime.aliveArrays());
    }
    assertEquals(before, VisionRuntime.aliveArrays());
  }

  private static float[] answer(Conv2d convolution, NDArray x) {
    return VisionRuntime.withoutGradients(
        () -> {
          try (NDArray y = convolution.forward(x, Pass.INFER)) {
            return y.toFloatArray();
          }
        });
  }

  private static float[] drawn(Random random, int count) {
    var numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    return numbers;
  }
}
