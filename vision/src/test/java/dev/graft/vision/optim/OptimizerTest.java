package dev.graft.vision.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.layer.Linear;
import dev.graft.vision.layer.Weight;
import dev.graft.vision.tensors.NamedTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OptimizerTest {
  private static final float[] BEGIN = {1, -2, 0.5f};
  private static final float[] STEEPNESS = {1, 0.1f, 1e-3f};

  private static OptimizerSettings settings(String name) {
    return switch (name) {
      case "sgd" -> new OptimizerSettings.Sgd(0.9, false, 0.1);
      case "nesterov" -> new OptimizerSettings.Sgd(0.9, true, 0.1);
      default -> new OptimizerSettings.AdamW(0.9, 0.999, 1e-8, 0.1, false);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "nesterov", "adamw"})
  void movesWeightsAsPyTorchDoes(String name) throws Exception {
    double[] expected = Expected.numbers("values", name);
    float[] moved = moved(settings(name), 30, optimizer -> optimizer);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], moved[i], 2e-6, name + " " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "nesterov", "adamw"})
  void goesOnFromItsSavedStateToTheSameBits(String name) {
    OptimizerSettings settings = settings(name);
    float[] straight = moved(settings, 9, optimizer -> optimizer);
    try (NDManager elsewhere = VisionRuntime.manager(Device.CPU)) {
      float[] resumed =
          moved(
              settings,
              9,
              optimizer -> {
                Map<String, NamedTensor> state = new LinkedHashMap<>();
                optimizer.state().forEach(tensor -> state.put(tensor.name(), tensor));
                Optimizer other = settings.on(elsewhere, optimizer.parameters(), clip());
                other.restore(state, optimizer.steps());
                optimizer.close();
                return other;
              });
      assertArrayEquals(straight, resumed);
    }
  }

  @Test
  void aStateThatMissesSomethingIsRefused() {
    moved(
        settings("adamw"),
        1,
        optimizer -> {
          assertThrows(IllegalArgumentException.class, () -> optimizer.restore(Map.of(), 1));
          return optimizer;
        });
  }

  @Test
  void aLongGradientIsShortenedAsPyTorchDoes() throws Exception {
    double[] expected = Expected.numbers("clipped"); // norm, first, second
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      NDArray first = owner.create(new float[] {3, -1});
      NDArray second = owner.create(new float[] {0.5f, 4});
      assertEquals(expected[0], GradientClip.of(1).apply(List.of(first, second)), 1e-6);
      for (int i = 0; i < 2; i++) {
        assertEquals(expected[1 + i], first.toFloatArray()[i], 1e-6);
        assertEquals(expected[3 + i], second.toFloatArray()[i], 1e-6);
      }
    }
  }

  @Test
  void aGradientThatIsNotFiniteIsADivergence() {
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      NDArray wild = owner.create(new float[] {Float.NaN});
      assertThrows(DivergedException.class, () -> GradientClip.of(1).apply(List.of(wild)));
    }
  }

  private static GradientClip clip() {
    return GradientClip.NONE;
  }

  /** Three numbers after so many steps, the optimizer perhaps exchanged before each. */
  private static float[] moved(
      OptimizerSettings settings, int steps, UnaryOperator<Optimizer> exchange) {
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      Weight weight = weight(owner);
      Optimizer optimizer = settings.on(owner, List.of(Parameter.of("weight", weight, 0)), clip());
      for (int i = 0; i < steps; i++) {
        pull(owner, weight, i);
        optimizer = exchange.apply(optimizer);
        Optimizer now = optimizer;
        VisionRuntime.withoutGradients(() -> now.step(0.01));
      }
      return weight.array().toFloatArray();
    }
  }

  private static Weight weight(NDManager owner) {
    var weights = new LinkedHashMap<String, Weight>();
    new Linear(3, 1).eachWeight("", weights::put);
    Weight weight = weights.get("weight"); // [1, 3]
    weight.fill(owner, BEGIN.clone());
    weight.array().setRequiresGradient(true);
    return weight;
  }

  /** A gradient made up from the weight's values, as the script makes it. */
  private static void pull(NDManager owner, Weight weight, int step) {
    float[] values = weight.array().toFloatArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(values[i] * 3 + step) * STEEPNESS[i];
    }
    try (NDManager scratch = owner.newSubManager()) {
      NDArray gradient = scratch.create(values, weight.array().getShape());
      VisionRuntime.withGradients(
          () -> {
            VisionRuntime.backward(gradient.mul(weight.array()).sum());
            return true;
          });
    }
  }
}
