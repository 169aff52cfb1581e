package dev.graft.vision.optim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.stream.StreamSupport;

/** What PyTorch does; {@code vision/src/test/tune/expected.py} wrote it. */
public final class Expected {
  private Expected() {}

  public static double[] numbers(String... path) throws IOException {
    try (var in = Expected.class.getResourceAsStream("/dev/graft/vision/tune/expected.json")) {
      JsonNode node = JsonMapper.builder().build().readTree(in);
      for (String name : path) {
        node = node.required(name);
      }
      return StreamSupport.stream(node.spliterator(), false)
          .mapToDouble(JsonNode::asDouble)
          .toArray();
    }
  }
}
