package dev.graft.bench.bare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.graft.vision.backbone.EmbeddingPlan;
import dev.graft.vision.backbone.Layout;
import dev.graft.vision.draw.DemoPictures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bare loop on a few drawn pictures, with the real weights. */
final class BareSmokeTest {
  @Test
  void embedsEveryPictureOnce() throws Exception {
    var named = System.getenv("GRAFT_TEST_DATA");
    var data =
        named == null
            ? Path.of(System.getProperty("graft.root"), "../shared/data")
            : Path.of(named);
    var weights = data.resolve("weights/mobilenet_v2.safetensors");
    assumeTrue(Files.exists(weights), "no weights at " + weights + "; set GRAFT_TEST_DATA");
    var pictures =
        List.of(1, 2, 3).stream()
            .map(seed -> DemoPictures.png(DemoPictures.classes().get(0), seed))
            .toList();
    try (var loop = BareLoop.open(weights, pictures, 2)) {
      assertTrue(loop.imagesPerSecond(new EmbeddingPlan(Layout.PLAIN, 2), 7) > 0);
      assertEquals(
          3, loop.oneAfterTheOther(new EmbeddingPlan(Layout.CHANNELS_LAST, 1), 1, 3).length);
    }
  }
}
