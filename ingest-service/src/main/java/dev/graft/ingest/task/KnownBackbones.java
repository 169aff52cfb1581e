package dev.graft.ingest.task;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known here of the networks that come with Graft: {@code backbones.json}, recorded from
 * the networks themselves, which this service does not know. Others may be on the class paths of
 * those that compute.
 */
final class KnownBackbones {
  private static final Map<String, Facts> ALL = read();

  private KnownBackbones() {}

  /**
   * Of one network.
   *
   * @param smallest side of an input
   * @param largest side of an input
   * @param multiple what a side must be a multiple of
   * @param stages shallow to deep
   * @param weightSets the usual ones first
   */
  record Facts(
      int smallest, int largest, int multiple, List<String> stages, List<Weights> weightSets) {}

  /** Published weights, and the sides that they were trained with. */
  record Weights(String name, int size, int resize) {}

  static Optional<Facts> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  private static Map<String, Facts> read() {
    var json =
        JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    var map = json.getTypeFactory().constructMapType(Map.class, String.class, Facts.class);
    try (InputStream in = KnownBackbones.class.getResourceAsStream("backbones.json")) {
      return Map.copyOf(json.<Map<String, Facts>>readValue(Objects.requireNonNull(in), map));
    } catch (IOException e) {
      throw new UncheckedIOException("backbones.json cannot be read", e);
    }
  }
}
