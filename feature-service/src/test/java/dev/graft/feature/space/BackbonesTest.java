package dev.graft.feature.space;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.events.Digests;
import dev.graft.feature.World;
import dev.graft.topics.Keys;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackbonesTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void embedsOnceInASpaceThatTasksNameInTwoWays() throws IOException {
    var unnamed = new BackboneSpec("mini", "");
    var named = new BackboneSpec("mini", shippedAndUploaded());
    world.wanted = Set.of(unnamed, named);
    assertEquals(1, world.backbones.usable().size());
    world.wanted = Set.of(named);
    assertEquals(List.of(named), specs());
    world.wanted = Set.of(unnamed);
    assertEquals(List.of(unnamed), specs());
  }

  private List<BackboneSpec> specs() {
    return world.backbones.usable().stream().map(Backbone::spec).toList();
  }

  private String shippedAndUploaded() throws IOException {
    try (var in = Architectures.find("mini").orElseThrow().shippedWeights().orElseThrow()) {
      byte[] file = in.readAllBytes();
      var digest = Digests.sha256Hex(file);
      world.blobs.create(Keys.blob(digest), file);
      return digest;
    }
  }
}
