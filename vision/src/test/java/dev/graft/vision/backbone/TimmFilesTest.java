package dev.graft.vision.backbone;

import static dev.graft.vision.backbone.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The same weights in torchvision's file and in timm's make the same embeddings. */
class TimmFilesTest {
  @Test
  void namesMakeNoDifference() throws Exception {
    var tensors = weights("mobilenet_v2");
    assertArrayEquals(
        embedding("mobilenet_v2", tensors),
        embedding("mobilenet_v2", renamed("mobilenet_v2", tensors, TimmStructure.mobileNetV2())));
  }

  /** Whoever trains with timm's epsilon has other variances for the same network. */
  @Test
  void timmsEpsilonIsKeptInMobileNetV3() throws Exception {
    var tensors = weights("mobilenet_v3_small");
    var theirs = new ArrayList<NamedTensor>();
    for (NamedTensor tensor : tensors) {
      var values = tensor.values().clone();
      for (int i = 0; i < values.length && tensor.name().endsWith("running_var"); i++) {
        values[i] += 1e-3f - 1e-5f;
      }
      theirs.add(new NamedTensor(tensor.name(), tensor.shape(), values));
    }
    float[] ours = embedding("mobilenet_v3_small", tensors);
    float[] timms =
        embedding(
            "mobilenet_v3_small",
            renamed("mobilenet_v3_small", theirs, TimmStructure.mobileNetV3Small()));
    assertClose("timm's", ours, timms, 1e-4);
  }

  /** From chance, with statistics that differ from channel to channel. */
  private static List<NamedTensor> weights(String name) {
    var network = Architectures.find(name).orElseThrow().network(0);
    var random = new SplittableRandom(7);
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      NetworkWeights.initialise(network, owner, 7);
      var tensors = NetworkWeights.copy(network);
      tensors.stream()
          .filter(tensor -> tensor.name().endsWith("running_var"))
          .forEach(
              tensor -> {
                for (int i = 0; i < tensor.values().length; i++) {
                  tensor.values()[i] = (float) random.nextDouble(0.005, 0.05);
                }
              });
      return tensors;
    }
  }

  private static Collection<NamedTensor> renamed(
      String name, List<NamedTensor> ours, Map<String, long[]> timms) {
    var architecture = Architectures.find(name).orElseThrow();
    var byName = ours.stream().collect(Collectors.toMap(NamedTensor::name, Function.identity()));
    var renamed = new ArrayList<NamedTensor>();
    timms.forEach(
        (theirs, shape) -> {
          var tensor = byName.remove(architecture.weightName(theirs));
          if (tensor != null) {
            renamed.add(new NamedTensor(theirs, shape, tensor.values()));
          }
        });
    assertEquals(Map.of(), byName, "all have a name there");
    return renamed;
  }

  private static float largest(float[] embedding) {
    float largest = 0;
    for (float value : embedding) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static float[] embedding(String name, Collection<NamedTensor> tensors) throws Exception {
    byte[] file = SafetensorsWriter.bytes(tensors);
    var digest = HexFormat.of().formatHex(Spaces.sha256().digest(file));
    try (var backbone =
        Backbone.load(
            new BackboneSpec(name, digest), any -> new ByteArrayInputStream(file), Device.CPU)) {
      var input = new float[3 * 224 * 224];
      var random = new SplittableRandom(3);
      for (int i = 0; i < input.length; i++) {
        input[i] = (float) random.nextDouble(-2, 2);
      }
      float[] embedding = backbone.embed(List.of(input))[0];
      float largest = largest(embedding);
      assertTrue(
          largest > 1e-3 && Float.isFinite(largest), "an embedding of some size: " + largest);
      return embedding;
    }
  }
}
