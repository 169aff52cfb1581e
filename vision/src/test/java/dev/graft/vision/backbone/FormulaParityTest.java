package dev.graft.vision.backbone;

import static dev.graft.vision.backbone.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.vision.layer.Pass;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every architecture we have, against what torchvision computes with weights and inputs made by a
 * formula; the folder is {@code -Dparity.fixtures=DIR}.
 */
class FormulaParityTest {
  private static final Path FIXTURES = Path.of(System.getProperty("parity.fixtures"));
  private static final double TOLERANCE = 1e-4;

  static Stream<String> architectures() throws IOException {
    var known = new ArrayList<String>();
    var unknown = new ArrayList<String>();
    index()
        .get("architectures")
        .fieldNames()
        .forEachRemaining(
            name -> (Architectures.find(name).isPresent() ? known : unknown).add(name));
    System.out.println("parity with " + FIXTURES + ": comparing " + known);
    if (!unknown.isEmpty()) {
      System.out.println("parity with " + FIXTURES + ": NOT KNOWN, NOT COMPARED " + unknown);
    }
    assertFalse(known.isEmpty(), "no architecture of " + FIXTURES + " is known");
    return known.stream();
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void hasTorchvisionsNamesAndShapes(String name) throws IOException {
    var expected = new TreeMap<String, List<Long>>();
    index()
        .get("architectures")
        .get(name)
        .get("state")
        .properties()
        .forEach(entry -> expected.put(entry.getKey(), List.of(longs(entry.getValue()))));
    var actual = new TreeMap<String, List<Long>>();
    architecture(name)
        .network(1000)
        .weights()
        .forEach(
            (weight, declared) ->
                actual.put(weight, Arrays.stream(declared.shape()).boxed().toList()));
    assertEquals(expected, actual);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void computesWhatTorchvisionComputes(String name) throws IOException {
    compare(name, false);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void computesTheSameWhenFolded(String name) throws IOException {
    compare(name, true);
  }

  private static void compare(String name, boolean folded) throws IOException {
    JsonNode index = index();
    JsonNode fixture = index.get("architectures").get(name);
    String salt = index.get("salt").asText();
    Network network = architecture(name).network(1000);
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      NetworkWeights.fill(network, owner, (weight, at) -> Formula.weight(salt, weight, at.shape()));
      if (folded) {
        network.fold();
      }
      var shape = new Shape(primitive(longs(fixture.get("input").get("shape"))));
      NDArray input = owner.create(Formula.input(salt, name, (int) shape.size()), shape);
      var expected = expected(name);
      VisionRuntime.withoutGradients(() -> compare(network, input, fixture, expected));
    }
  }

  private static void compare(
      Network network, NDArray input, JsonNode fixture, Map<String, NamedTensor> expected) {
    NDArray at = input;
    int done = 0;
    for (JsonNode stage : fixture.get("stages")) {
      int next = network.indexOf(stage.asText()) + 1;
      at = network.stages(at, done, next, Pass.INFER);
      done = next;
      String key = "stage/" + stage.asText();
      assertClose(key, expected.get(key).values(), mean(at).toFloatArray(), TOLERANCE);
    }
    NDArray features = network.features(input, Pass.INFER);
    float[] embedding = network.embedding(features, Pass.INFER).toFloatArray();
    assertClose("embedding", expected.get("embedding").values(), embedding, TOLERANCE);
    float[] logits = network.logits(features, Pass.INFER).toFloatArray();
    assertClose("logits", expected.get("logits").values(), logits, TOLERANCE);
  }

  /** Over pixels of {@code [n, c, h, w]} or tokens of {@code [n, t, c]}. */
  private static NDArray mean(NDArray stage) {
    return stage.getShape().dimension() == 4
        ? stage.getNDArrayInternal().globalAvgPool()
        : stage.mean(new int[] {1});
  }

  private static Architecture architecture(String name) {
    return Architectures.find(name).orElseThrow();
  }

  private static JsonNode index() throws IOException {
    return new ObjectMapper().readTree(FIXTURES.resolve("index.json").toFile());
  }

  private static Map<String, NamedTensor> expected(String name) throws IOException {
    try (var in = Files.newInputStream(FIXTURES.resolve(name + ".safetensors"))) {
      return SafetensorsReader.readAll(in);
    }
  }

  private static Long[] longs(JsonNode list) {
    var numbers = new ArrayList<Long>();
    list.forEach(number -> numbers.add(number.asLong()));
    return numbers.toArray(Long[]::new);
  }

  private static long[] primitive(Long[] numbers) {
    return Arrays.stream(numbers).mapToLong(Long::longValue).toArray();
  }
}
