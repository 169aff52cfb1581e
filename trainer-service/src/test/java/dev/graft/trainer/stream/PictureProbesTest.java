package dev.graft.trainer.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.blobs.BlobStores;
import dev.graft.topics.Topics;
import dev.graft.trainer.fit.PictureProbes;
import dev.graft.trainer.publish.BundlePublisher;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.RunEvent;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.bundle.PictureProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PictureProbesTest {
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void everyBundleCarriesWhatItsBackboneAnsweredOnce() throws Exception {
    try (Rig rig = rig(backbone -> new PictureProbe(new float[] {3, asked.incrementAndGet()}))) {
      rig.fit();
      rig.example("pets", "another", "dog", 4);
      rig.fit();
      List<ModelPublished> models = rig.values(Topics.MODELS);
      assertEquals(2, models.size());
      for (ModelPublished model : models) {
        var files = new BundlePublisher(rig.store);
        var probes = BundleFormat.unpack(model.getBundleDigest(), files).probes();
        assertArrayEquals(new float[] {3, 1}, probes.picture().orElseThrow().embedding());
      }
    }
  }

  @Test
  void badWeightsFailTheFitAndTheNextChangeTriesAgain() {
    try (Rig rig =
        rig(
            backbone -> {
              asked.incrementAndGet();
              throw new BadWeightsException("tensor x is missing");
            })) {
      rig.fit();
      assertEquals("backbone mobilenet_v2 can't be loaded: tensor x is missing", whyFailed(rig));
      rig.fit();
      assertEquals(1, asked.get(), "the weights lie under their digest and stay what they are");
      rig.example("pets", "another", "dog", 4);
      rig.fit();
      assertEquals(2, asked.get());
      assertEquals(List.of(), rig.values(Topics.MODELS));
    }
  }

  @Test
  void aStoreThatIsDownIsAskedAgainWithoutAChange() {
    try (Rig rig =
        rig(
            backbone -> {
              if (asked.incrementAndGet() == 1) {
                throw new UncheckedIOException(new IOException("down"));
              }
              return new PictureProbe(new float[] {1, 2});
            })) {
      rig.fit();
      rig.fit();
      assertEquals(1, rig.values(Topics.MODELS).size());
    }
  }

  private static Rig rig(PictureProbes.Question question) {
    var rig = new Rig(BlobStores.inMemory(), new PictureProbes(question));
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    for (int i = 0; i < 20; i++) {
      boolean cat = i % 2 == 0;
      rig.example("pets", "pet-" + i, cat ? "cat" : "dog", (cat ? -4 : 4) + i % 3);
    }
    return rig;
  }

  private static String whyFailed(Rig rig) {
    List<RunEvent> runs = rig.values(Topics.RUNS);
    return runs.get(runs.size() - 1).getFailed().getWhy();
  }
}
