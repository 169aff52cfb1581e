package dev.graft.vision.inspect;

import ai.djl.ndarray.NDManager;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Network;
import dev.graft.vision.backbone.NetworkWeights;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.SplittableRandom;

/** Weights files made for a test. */
final class Weights {
  private Weights() {}

  /** From chance; none so small that nothing could be seen of it. */
  static List<NamedTensor> tensors(Architecture architecture, int classes) {
    Network network = architecture.network(classes);
    var random = new SplittableRandom(3);
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      NetworkWeights.initialise(network, owner, 3);
      return NetworkWeights.copy(network).stream()
          .map(tensor -> tensor.name().endsWith("weight") ? spread(tensor, random) : tensor)
          .toList();
    }
  }

  private static NamedTensor spread(NamedTensor tensor, SplittableRandom random) {
    float[] values = tensor.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (0.2 * random.nextGaussian());
    }
    return new NamedTensor(tensor.name(), tensor.shape(), values);
  }

  static WeightsFile file(List<NamedTensor> tensors) {
    byte[] bytes = SafetensorsWriter.bytes(tensors);
    return new WeightsFile("", any -> new ByteArrayInputStream(bytes));
  }

  /** Numbers as normalised pixels have them: {@code [3, side, side]}. */
  static float[] input(int side) {
    var random = new SplittableRandom(4);
    var input = new float[3 * side * side];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextGaussian();
    }
    return input;
  }
}
