package dev.graft.vision.catalogue;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The published weights that are known by name: torchvision's sets, called {@code NETWORK.SET}, and
 * timm's on the Hugging Face hub, called as timm calls them.
 */
public final class Catalogue {
  private static final List<PublishedWeights> ALL = read();

  private Catalogue() {}

  /** By network; those of the hub, which can be fetched as they are, before torchvision's. */
  public static List<PublishedWeights> all() {
    return ALL;
  }

  public static Optional<PublishedWeights> find(String name) {
    return ALL.stream().filter(weights -> weights.name().equals(name)).findFirst();
  }

  /** Those for one architecture. */
  public static List<PublishedWeights> of(String architecture) {
    return ALL.stream().filter(weights -> weights.architecture().equals(architecture)).toList();
  }

  private static List<PublishedWeights> read() {
    var json =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    try (InputStream in = Catalogue.class.getResourceAsStream("weights.json")) {
      if (in == null) {
        throw new IllegalStateException("weights.json is missing from the program");
      }
      return List.of(json.readValue(in, PublishedWeights[].class));
    } catch (IOException e) {
      throw new UncheckedIOException("weights.json can't be read", e);
    }
  }
}
