package dev.graft.vision.backbone;

import static dev.graft.vision.backbone.Close.assertClose;
import static dev.graft.vision.backbone.Close.flat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.vision.TestData;
import dev.graft.vision.layer.Pass;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pretrained MobileNetV2 on real pictures, from the JPEG's bytes to the logits. */
class MobileNetV2ParityTest {
  private static final double TOLERANCE = 1e-4;
  private static final String WEIGHTS =
      "9a4aa6eec2a2ffe7de3a17cbbc470043b4cd0c92a10128c7ed37641e21f9eed9";

  private static Map<String, NamedTensor> reference;
  private static List<Picture> pictures;
  private static Path weights;

  /** Before each, not all, so that absent data is reported as skipped tests, not as none. */
  @BeforeEach
  void readReference() throws Exception {
    Path folder = TestData.require("mobilenet_v2_reference");
    weights = TestData.require("weights/mobilenet_v2.safetensors");
    if (reference != null) {
      return;
    }
    try (var in = Files.newInputStream(folder.resolve("reference.safetensors"))) {
      reference = SafetensorsReader.readAll(in);
    }
    pictures = new ArrayList<>();
    var decoder = new PictureDecoder(PictureLimits.DEFAULT);
    for (var image :
        new ObjectMapper().readTree(folder.resolve("top5.json").toFile()).get("images")) {
      byte[] bytes =
          Files.readAllBytes(folder.resolve("images").resolve(image.get("file").asText()));
      pictures.add(assertInstanceOf(Decoded.Readable.class, decoder.decode(bytes)).picture());
    }
  }

  @Test
  void cropsAreEqualToTheByte() {
    var preprocessing = new MobileNetV2().preprocessing();
    float[] expected = reference.get("crop_u8_nhwc").values();
    int size = 3 * 224 * 224;
    for (int i = 0; i < pictures.size(); i++) {
      byte[] crop = preprocessing.squares(pictures.get(i)).get(0);
      var bytes = new byte[size];
      for (int j = 0; j < size; j++) {
        bytes[j] = (byte) expected[i * size + j];
      }
      assertArrayEquals(bytes, crop, "picture " + i);
    }
  }

  @Test
  void inputsAreEqualToTheLastBit() {
    float[] expected = reference.get("input").values();
    var inputs = pictures.stream().map(new MobileNetV2().preprocessing()::tensor);
    assertArrayEquals(expected, flat(inputs.toArray(float[][]::new)), 0f);
  }

  @Test
  void embeddingsAgreeInEveryPlan() throws Exception {
    float[] expected = reference.get("gap_features").values();
    var spec = new BackboneSpec("mobilenet_v2", WEIGHTS);
    try (var backbone = Backbone.load(spec, digest -> Files.newInputStream(weights), Device.CPU)) {
      assertEquals(Backbone.spaceOf(spec), backbone.space());
      for (Layout layout : Layout.values()) {
        for (int batch : List.of(1, 3, 8)) {
          backbone.use(new EmbeddingPlan(layout, batch));
          float[][] embeddings = backbone.embedPictures(pictures);
          assertClose(layout + " by " + batch, expected, flat(embeddings), TOLERANCE);
        }
      }
    }
  }

  @Test
  void logitsAgreeFoldedAndNot() throws Exception {
    Network network = new MobileNetV2().network(1000);
    try (NDManager owner = VisionRuntime.manager(Device.CPU);
        var in = Files.newInputStream(weights)) {
      NetworkWeights.load(network, owner, in, name -> false);
      NDArray input = owner.create(reference.get("input").values(), new Shape(8, 3, 224, 224));
      VisionRuntime.withoutGradients(
          () -> {
            compareLogits(network, input);
            network.fold();
            compareLogits(network, input);
          });
    }
  }

  private static void compareLogits(Network network, NDArray input) {
    NDArray features = network.features(input, Pass.INFER);
    float[] logits = network.logits(features, Pass.INFER).toFloatArray();
    assertClose("logits", reference.get("logits").values(), logits, TOLERANCE);
  }
}
