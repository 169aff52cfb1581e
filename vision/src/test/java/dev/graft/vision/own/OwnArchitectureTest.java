package dev.graft.vision.own;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Network;
import dev.graft.vision.backbone.NetworkWeights;
import dev.graft.vision.backbone.Outline;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A network of somebody's own is one class and one line, and everything works with it. */
class OwnArchitectureTest {
  @Test
  void isFoundByItsNameAndEmbeds() throws Exception {
    Network network = Architectures.find("twig").orElseThrow().network(2);
    byte[] file;
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      NetworkWeights.initialise(network, owner, 5);
      file = SafetensorsWriter.bytes(NetworkWeights.copy(network));
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(file);
    var spec = new BackboneSpec("twig", HexFormat.of().formatHex(digest));
    try (var backbone = Backbone.load(spec, any -> new ByteArrayInputStream(file), Device.CPU)) {
      float[][] embeddings =
          backbone.embed(List.of(new float[3 * 16 * 16], new float[3 * 16 * 16]));
      assertEquals(8, embeddings[0].length);
      assertArrayEquals(embeddings[0], embeddings[1]);
    }
  }

  @Test
  void isKnownOnPaper() {
    Outline outline = Architectures.find("twig").orElseThrow().network(2).outline(16, 16);
    assertEquals(
        new Outline(
            List.of(
                new Outline.Part("stem", List.of(8, 8, 8), 3 * 8 * 9 + 16, 3 * 8 * 9 * 64),
                new Outline.Part("leaf", List.of(8, 8, 8), 8 * 9 + 16, 8 * 9 * 64)),
            new Outline.Part("mean", List.of(8), 0, 0),
            new Outline.Part("classifier", List.of(2), 18, 16)),
        outline);
  }
}
