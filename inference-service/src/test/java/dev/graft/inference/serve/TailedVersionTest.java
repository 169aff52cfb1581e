package dev.graft.inference.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.inference.batch.Network.Prepared;
import dev.graft.topics.Keys;
import dev.graft.v1.VersionRef;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.backbone.TailWeights;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.bundle.ProbePicture;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tune.HeadStart;
import dev.graft.vision.tune.SplitNetwork;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Versions with a tail of the task's own, beside one on the published backbone. */
class TailedVersionTest {

  private final BlobStore blobs = BlobStores.inMemory();
  private final StoredBundles stored = new StoredBundles(blobs);
  private final BackboneSpec spec = RandomMini.store(blobs);
  private final byte[] file = tailOf(spec);
  private final Tail tail = Tail.of("layer3", file);
  private final long before = VisionRuntime.aliveArrays();
  private final Shelves shelves = new Shelves(2);
  private final Swapper swapper =
      new Swapper(
          "r1",
          shelves,
          stored,
          new VisionBackbones(stored, Device.CPU, 1),
          state -> CompletableFuture.completedFuture(null),
          Pace.DEFAULT,
          Clock.systemUTC(),
          new SimpleMeterRegistry());

  @BeforeEach
  void begin() {
    swapper.start();
  }

  @AfterEach
  void nothingIsLeftBehind() {
    swapper.close();
    assertEquals(before, VisionRuntime.aliveArrays());
  }

  @Test
  void answersThroughItsTailAndInASpaceOfItsOwn() throws Exception {
    blobs.create(Keys.bundleFile(tail.digest()), file);
    serve(1, storeTailed(1));
    float[] expected;
    try (var backbone = Backbone.load(spec, stored, tail, file, Device.CPU)) {
      expected = ProbePicture.of(backbone).embedding();
    }
    assertEquals(Backbone.spaceOf(spec, tail).id(), space());
    float[] tailed = embedding();
    assertEquals(expected.length, tailed.length);
    serve(2, published().store(2));
    assertEquals(Backbone.spaceOf(spec).id(), space(), "the other version refuses such embeddings");
    assertTrue(furthest(tailed, embedding()) > 1e-3, "the tail answers otherwise");
    serve(3, storeTailed(3));
    assertArrayEquals(tailed, embedding(), 1e-4f);
  }

  @Test
  void aTailThatIsDamagedOrMissingIsRefusedWhileTheOtherVersionServes() throws Exception {
    serve(1, published().store(1));
    byte[] damaged = file.clone();
    damaged[damaged.length - 1] ^= 1;
    blobs.create(Keys.bundleFile(tail.digest()), damaged);
    swapper.follow(TestBundles.stable("pets", storeTailed(2)));
    swapper.serving("pets", 2).join();
    assertEquals(1, shelves.servingVersion("pets"));
    var refused = swapper.replica("pets").getRefused(0);
    assertEquals(2, refused.getVersion());
    assertTrue(refused.getWhy().startsWith("the tail " + tail.digest()), refused.getWhy());
  }

  private TestBundles published() {
    var probe = Optional.of(RandomMini.probe(spec, blobs));
    return new TestBundles(blobs, spec, Backbone.spaceOf(spec).id(), RandomMini.width(), probe);
  }

  /** As the trainer does it: the tail's file lies there already, and is named only. */
  private VersionRef storeTailed(long version) throws Exception {
    String space = Backbone.spaceOf(spec, tail).id();
    try (var backbone = Backbone.load(spec, stored, tail, file, Device.CPU)) {
      var bundles =
          new TestBundles(
              blobs, spec, space, RandomMini.width(), Optional.of(ProbePicture.of(backbone)));
      var packed = BundleFormat.pack(bundles.bundle(version).on(tail));
      packed.files().forEach((digest, bytes) -> blobs.create(Keys.bundleFile(digest), bytes));
      blobs.create(Keys.bundle(packed.digest()), packed.manifest());
      return VersionRef.newBuilder().setVersion(version).setBundleDigest(packed.digest()).build();
    }
  }

  private void serve(long version, VersionRef ref) {
    swapper.follow(TestBundles.stable("pets", ref));
    swapper.serving("pets", version).join();
    assertEquals(version, shelves.servingVersion("pets"));
  }

  private String space() {
    try (var version = shelves.serving("pets").orElseThrow()) {
      assertEquals(version.space(), version.backbone().space());
      return version.space();
    }
  }

  private float[] embedding() {
    try (var version = shelves.serving("pets").orElseThrow()) {
      var pixels = (Prepared.Pixels) version.backbone().prepare(TestPictures.png());
      return version.backbone().embed(List.of(pixels.values()))[0];
    }
  }

  private static double furthest(float[] a, float[] b) {
    double furthest = 0;
    for (int i = 0; i < a.length; i++) {
      furthest = Math.max(furthest, Math.abs((double) a[i] - b[i]));
    }
    return furthest;
  }

  /** The last stage with every convolution half as long again. */
  private byte[] tailOf(BackboneSpec spec) {
    var mini = Architectures.find("mini").orElseThrow();
    try (var in = stored.open(spec.weightsDigest());
        var split = SplitNetwork.load(mini, in, "layer3", new HeadStart.Fresh(2, 1), Device.CPU)) {
      var tensors = new ArrayList<NamedTensor>();
      for (NamedTensor tensor : split.copy()) {
        if (!tensor.name().startsWith("head.")) {
          float[] values = tensor.values().clone();
          for (int i = 0; i < values.length; i++) {
            values[i] *= tensor.shape().length == 4 ? 1.5f : 1;
          }
          tensors.add(new NamedTensor(tensor.name(), tensor.shape(), values));
        }
      }
      return TailWeights.file(tensors);
    } catch (Exception e) {
      throw new AssertionError("the store has the weights", e);
    }
  }
}
