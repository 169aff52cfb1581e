package dev.graft.vision;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fills the folder of {@link RealEmbeddings}; runs only by name. */
final class EmbedRealPictures {
  @ParameterizedTest
  @ValueSource(
      strings = {"trash6", "chest_xray", "cats_dogs", "flowers5", "caltech20", "cifar10"})
  void embeds(String set) throws Exception {
    try (var embeddings = new RealEmbeddings()) {
      assertTrue(embeddings.part(set, "train").size() > embeddings.part(set, "test").size());
    }
  }
}
