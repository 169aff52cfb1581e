package dev.graft.trainer.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.blobs.BlobStores;
import dev.graft.topics.Topics;
import dev.graft.trainer.fit.PictureProbes;
import dev.graft.trainer.publish.BundlePublisher;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.RunEvent;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.backbone.WeightsSource;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.bundle.PictureProbe;
import dev.graft.vision.bundle.ProbePicture;
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

  @Test
  void aHundredFitsLeaveNoNativeArrayBehind() throws Exception {
    var mini = new BackboneSpec("mini", "");
    try (Rig rig = rig(backbone -> probeOf(mini))) {
      rig.fit(); // the first one shows the picture to a real network
      long alive = VisionRuntime.aliveArrays();
      for (int i = 0; i < 100; i++) {
        rig.example("pets", "more-" + i, i % 2 == 0 ? "cat" : "dog", (i % 2 == 0 ? -4 : 4));
        rig.fit();
      }
      assertTrue(rig.values(Topics.MODELS).size() > 100);
      assertEquals(alive, VisionRuntime.aliveArrays());
      assertEquals(0, alive, "the network that was asked is gone too");
    }
  }

  private static PictureProbe probeOf(BackboneSpec spec) throws BadWeightsException {
    try (var backbone = Backbone.load(spec, WeightsSource.none(), Device.CPU)) {
      return ProbePicture.of(backbone);
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
