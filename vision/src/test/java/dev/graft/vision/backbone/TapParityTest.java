package dev.graft.vision.backbone;

import static dev.graft.vision.backbone.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tapped features of folded backbones, against torchvision's means over the pixels, or all tokens,
 * of every stage.
 */
class TapParityTest {
  private static final double TOLERANCE = 1e-4;
  private static final List<String> ONE_OF_EACH_KIND =
      List.of("densenet121", "convnext_tiny", "mobilenet_v3_small", "squeezenet1_1", "vit_b_16");

  static Stream<String> architectures() throws IOException {
    var there = ParityFixture.names();
    return ONE_OF_EACH_KIND.stream().filter(there::contains);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void tapsWhatTorchvisionHasAtEachStage(String name) throws Exception {
    var fixture = ParityFixture.of(name);
    byte[] file = file(fixture);
    var stages = fixture.stages();
    var taps = Stream.concat(stages.stream(), Stream.of(Tap.EMBEDDING)).map(TapParityTest::mean);
    var spec =
        new BackboneSpec(
            name, Spaces.hex(Spaces.sha256().digest(file)), InputOptions.USUAL, taps.toList());
    long before = VisionRuntime.aliveArrays();
    try (var backbone = Backbone.load(spec, digest -> new ByteArrayInputStream(file), Device.CPU)) {
      float[] input = fixture.input();
      float[] first = Arrays.copyOf(input, input.length / 2);
      float[] embedding = backbone.embed(List.of(first))[0];
      assertEquals(backbone.width(), embedding.length);
      int at = 0;
      for (Tap tap : spec.taps()) {
        boolean usual = tap.isEmbedding();
        float[] both = fixture.expected(usual ? "embedding" : "stage/" + tap.stage());
        float[] expected = Arrays.copyOf(both, both.length / 2);
        float[] found = Arrays.copyOfRange(embedding, at, at + expected.length);
        assertClose(tap.stage(), expected, found, TOLERANCE);
        at += expected.length;
      }
      assertEquals(embedding.length, at);
    }
    assertEquals(before, VisionRuntime.aliveArrays());
  }

  private static Tap mean(String stage) {
    return new Tap(stage, Tap.Pooling.MEAN);
  }

  private static byte[] file(ParityFixture fixture) {
    Network network = fixture.architecture().network(0);
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      NetworkWeights.fill(
          network, owner, (name, weight) -> Formula.weight(fixture.salt(), name, weight.shape()));
      return SafetensorsWriter.bytes(NetworkWeights.copy(network));
    }
  }
}
