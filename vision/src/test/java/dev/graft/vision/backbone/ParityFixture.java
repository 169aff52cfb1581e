package dev.graft.vision.backbone;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What torchvision computed for one architecture, with weights and an input made by a formula.
 *
 * @param about the architecture's part of index.json
 * @param results by name: {@code embedding}, {@code logits}, {@code stage/...}
 */
record ParityFixture(String name, String salt, JsonNode about, Map<String, NamedTensor> results) {
  static final Path FOLDER = Path.of(System.getProperty("parity.fixtures"));

  static List<String> names() throws IOException {
    var names = new ArrayList<String>();
    index().get("architectures").fieldNames().forEachRemaining(names::add);
    return names;
  }

  static ParityFixture of(String name) throws IOException {
    JsonNode index = index();
    try (var in = Files.newInputStream(FOLDER.resolve(name + ".safetensors"))) {
      return new ParityFixture(
          name,
          index.get("salt").asText(),
          index.get("architectures").get(name),
          SafetensorsReader.readAll(in));
    }
  }

  private static JsonNode index() throws IOException {
    return new ObjectMapper().readTree(FOLDER.resolve("index.json").toFile());
  }

  Architecture architecture() {
    return Architectures.find(name).orElseThrow();
  }

  /** Shapes of all parameters and buffers by name. */
  Map<String, List<Long>> state() {
    var state = new TreeMap<String, List<Long>>();
    about.get("state").properties().forEach(e -> state.put(e.getKey(), longs(e.getValue())));
    return state;
  }

  List<String> stages() {
    var stages = new ArrayList<String>();
    about.get("stages").forEach(stage -> stages.add(stage.asText()));
    return stages;
  }

  Shape inputShape() {
    var sides = longs(about.get("input").get("shape"));
    return new Shape(sides.stream().mapToLong(Long::longValue).toArray());
  }

  float[] input() {
    return Formula.input(salt, name, (int) inputShape().size());
  }

  float[] expected(String result) {
    return results.get(result).values();
  }

  private static List<Long> longs(JsonNode list) {
    var numbers = new ArrayList<Long>();
    list.forEach(number -> numbers.add(number.asLong()));
    return numbers;
  }
}
