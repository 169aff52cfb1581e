package dev.graft.vision.backbone;

import static dev.graft.vision.backbone.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.graft.vision.layer.Pass;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Folding across the boundaries of stages gives up outputs, but never those that are wanted. */
class KeptStagesTest {
  @Test
  void keepsTheOutputThatATapNeeds() {
    Network network = new DenseNet121().network(0);
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      NDArray input = filled(network, owner);
      VisionRuntime.withoutGradients(
          () -> {
            float[] plain = network.stages(input, 0, 1, Pass.INFER).toFloatArray();
            float[] embedding = embedding(network, input);
            network.fold(List.of("features.0"));
            assertEquals(Set.of("features.1"), network.merged());
            float[] kept = network.stages(input, 0, 1, Pass.INFER).toFloatArray();
            assertClose("features.0", plain, kept, 1e-6);
            assertClose("embedding", embedding, embedding(network, input), 1e-4);
          });
    }
  }

  @Test
  void mergesEveryStageThatNobodyWants() {
    Network network = new DenseNet121().network(0);
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      NDArray input = filled(network, owner);
      VisionRuntime.withoutGradients(
          () -> {
            float[] activated = network.stages(input, 0, 3, Pass.INFER).toFloatArray();
            float[] embedding = embedding(network, input);
            network.fold();
            assertEquals(Set.of("features.0", "features.1"), network.merged());
            assertThrows(
                IllegalStateException.class, () -> network.stages(input, 0, 1, Pass.INFER));
            float[] merged = network.stages(input, 0, 3, Pass.INFER).toFloatArray();
            assertClose("features.2", activated, merged, 1e-4);
            assertClose("embedding", embedding, embedding(network, input), 1e-4);
          });
    }
  }

  private static NDArray filled(Network network, NDManager owner) {
    NetworkWeights.fill(network, owner, (name, at) -> Formula.weight("", name, at.shape()));
    return owner.create(Formula.input("", "kept", 3 * 32 * 32), new Shape(1, 3, 32, 32));
  }

  /** The class token alone, unless somebody wants the others. */
  @Test
  void aLastLayerComputesTheTokensThatAreWanted() {
    Network network = new VisionTransformerB16().network(0);
    String last = "encoder_layer_11";
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      NetworkWeights.fill(network, owner, (name, at) -> Formula.weight("", name, at.shape()));
      NDArray input = owner.create(Formula.input("", "kept", 6 * 32 * 48), new Shape(2, 3, 32, 48));
      VisionRuntime.withoutGradients(
          () -> {
            float[] tokens = network.features(input, Pass.INFER).toFloatArray();
            float[] embedding = embedding(network, input);
            network.fold(List.of(last));
            assertEquals(Set.of(), network.merged());
            assertClose(last, tokens, network.features(input, Pass.INFER).toFloatArray(), 1e-5);
            assertClose("embedding", embedding, embedding(network, input), 1e-5);
            long alive = VisionRuntime.aliveArrays();
            network.fold();
            assertEquals(Set.of(last), network.merged());
            NDArray first = network.features(input, Pass.INFER);
            assertEquals(new Shape(2, 1, 768), first.getShape());
            first.close();
            assertEquals(alive, VisionRuntime.aliveArrays());
            assertClose("embedding", embedding, embedding(network, input), 1e-5);
          });
    }
  }

  private static float[] embedding(Network network, NDArray input) {
    NDArray features = network.features(input, Pass.INFER);
    return network.embedding(features, Pass.INFER).toFloatArray();
  }
}
