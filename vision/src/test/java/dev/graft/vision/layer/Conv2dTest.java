package dev.graft.vision.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
      assertArrayEquals(expected, answer(convolution, plain), 1e-4f);
      assertArrayEquals(expected, answer(convolution, last), 1e-4f);
      assertEquals(folded, VisionRuntime.aliveArrays());
    }
    assertEquals(before, VisionRuntime.aliveArrays());
  }

  @Test
  void computesAnActivationThatFollowsWhereItsAnswerLies() {
    List<Supplier<Activation>> activations =
        List.of(
            Activation::relu,
            Activation::relu6,
            Activation::sigmoid,
            Activation::gelu,
            Activation::silu,
            Activation::hardSigmoid,
            Activation::hardSwish);
    for (var activation : activations) {
      check(new Chain().then(Conv2d.withBias(40, 24, 3, 1, 1, 1)).then(activation.get()));
      check(new Chain().then(Conv2d.withBias(40, 24, 1, 1, 0, 1)).then(activation.get()));
    }
  }

  /** In a batch, then one by one; the first of these shapes has the weight packed. */
  private static void check(Chain chain) {
    long before = VisionRuntime.aliveArrays();
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      var random = new Random(1);
      chain.eachWeight(
          "", (name, weight) -> weight.fill(owner, drawn(random, (int) weight.size())));
      List<NDArray> maps =
          Stream.of(
                  MAPS,
                  new Shape(2, 40, 1, 1),
                  new Shape(1, 40, 20, 20),
                  new Shape(1, 40, 14, 14),
                  new Shape(1, 40, 100, 90))
              .map(shape -> owner.create(drawn(random, (int) shape.size()), shape))
              .toList();
      List<float[]> expected = maps.stream().map(map -> answer(chain, map)).toList();
      VisionRuntime.withoutGradients(chain::fold);
      maps.forEach(map -> answer(chain, map)); // packs
      long packed = VisionRuntime.aliveArrays();
      for (int i = 0; i < maps.size(); i++) {
        float[] map = maps.get(i).toFloatArray();
        assertArrayEquals(expected.get(i), answer(chain, maps.get(i)), 1e-4f);
        assertArrayEquals(map, maps.get(i).toFloatArray());
      }
      assertEquals(packed, VisionRuntime.aliveArrays());
    }
    assertEquals(before, VisionRuntime.aliveArrays());
  }

  private static float[] answer(Layer layer, NDArray x) {
    return VisionRuntime.withoutGradients(
        () -> {
          try (NDArray y = layer.forward(x, Pass.INFER)) {
            return HostCopy.of(y);
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
