package dev.graft.inference.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.embedded.Moment;
import dev.graft.inference.batch.Embedder;
import dev.graft.inference.batch.Outcome;
import dev.graft.inference.batch.Patience;
import dev.graft.inference.batch.Picture;
import dev.graft.v1.RolloutTrial.Stage;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Tap;
import dev.graft.vision.backbone.VisionRuntime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a real network: as many native arrays are alive after the work as before it. */
class NativeMemoryTest {

  private final BlobStore blobs = BlobStores.inMemory();
  private final BackboneSpec spec = RandomMini.store(blobs);
  private final TestBundles bundles =
      new TestBundles(
          blobs,
          spec,
          Backbone.spaceOf(spec).id(),
          RandomMini.width(),
          Optional.of(RandomMini.probe(spec, blobs)));
  private final byte[] picture = TestPictures.png();
  private final long before = VisionRuntime.aliveArrays();
  private final Shelves shelves = new Shelves(5);
  private final Swapper swapper =
      new Swapper(
          "r1",
          shelves,
          new StoredBundles(blobs),
          new VisionBackbones(new StoredBundles(blobs), Device.CPU, 1),
          state -> CompletableFuture.completedFuture(null),
          Pace.DEFAULT,
          Clock.systemUTC(),
          new SimpleMeterRegistry());
  private final Embedder embedder = new Embedder(new Embedder.Limits(64, 1 << 20, 2, 2, 8));

  @BeforeEach
  void begin() {
    swapper.start();
    serve(1);
    predict();
  }

  @AfterEach
  void nothingIsLeftBehind() {
    embedder.close();
    swapper.close();
    assertEquals(before, VisionRuntime.aliveArrays());
  }

  @Test
  void aThousandPredictions() {
    var alive = VisionRuntime.aliveArrays();
    assertTrue(alive > before);
    for (var round = 0; round < 1000; round++) {
      predict();
    }
    assertEquals(alive, VisionRuntime.aliveArrays());
  }

  @Test
  void aHundredSwapsWhileAClientPredictsWithoutAFailure() {
    var alive = VisionRuntime.aliveArrays();
    var stop = new AtomicBoolean();
    var answers = new AtomicInteger();
    try (var client = new Client()) {
      var predicting =
          CompletableFuture.runAsync(
              () -> {
                while (!stop.get()) {
                  predict();
                  answers.incrementAndGet();
                }
              },
              client.thread);
      for (var version = 2; version <= 101; version++) {
        serve(version);
      }
      stop.set(true);
      predicting.join();
    }
    assertTrue(answers.get() > 0);
    assertEquals(alive, VisionRuntime.aliveArrays());
  }

  @Test
  void aTrialWhoseNetworkIsAnother() {
    var other =
        new BackboneSpec(
            spec.name(),
            spec.weightsDigest(),
            spec.input(),
            List.of(new Tap("layer2", Tap.Pooling.MEAN)));
    var others =
        new TestBundles(
            blobs,
            other,
            Backbone.spaceOf(other).id(),
            RandomMini.probe(other, blobs).embedding().length,
            Optional.of(RandomMini.probe(other, blobs)));
    var candidate = others.store(2);
    var one = bundles.store(1);
    swapper.follow(TestBundles.trial("pets", one, candidate, one, Stage.SHADOW_STAGE, 0));
    while (shelves.of("pets").shelf.lineup().complete() == null) {
      Moment.pass();
    }
    scoreBoth();
    var alive = VisionRuntime.aliveArrays();
    for (var round = 0; round < 200; round++) {
      scoreBoth();
    }
    assertEquals(alive, VisionRuntime.aliveArrays());
    swapper.follow(TestBundles.stable("pets", one));
    assertEquals(Phase.NONE, phase());
  }

  private Phase phase() {
    var by = shelves.answerers("pets", true, () -> "").orElseThrow();
    by.serving().close();
    return by.phase();
  }

  /** The one that serves answers, and then the other is asked without hurry. */
  private void scoreBoth() {
    var by = shelves.answerers("pets", true, () -> "").orElseThrow();
    predict();
    by.serving().close();
    var other = by.others().get(0);
    assertTrue(other.hold());
    var outcome =
        other
            .during(
                version ->
                    embedder.embedUnhurried(
                        new Picture.Encoded(picture), version.backbone(), Patience.ENDLESS))
            .join();
    var vector = assertInstanceOf(Outcome.Embedded.class, outcome).vector();
    assertTrue(other.probabilities(vector)[2] > 0.5);
  }

  private static final class Client implements AutoCloseable {
    private final java.util.concurrent.ExecutorService thread = Executors.newSingleThreadExecutor();

    @Override
    public void close() {
      thread.shutdown();
    }
  }

  private void serve(long version) {
    swapper.follow(TestBundles.stable("pets", bundles.store(version)));
    swapper.serving("pets", version).join();
    assertEquals(version, shelves.servingVersion("pets"));
  }

  private void predict() {
    try (var version = shelves.serving("pets").orElseThrow()) {
      var outcome =
          embedder.embed(new Picture.Encoded(picture), version.backbone(), Patience.ENDLESS).join();
      var vector = assertInstanceOf(Outcome.Embedded.class, outcome).vector();
      var probabilities = version.probabilities(vector);
      var favourite = probabilities[(int) (version.version() % 3)];
      assertTrue(favourite > 0.5, "the answer is that of the version that was held");
    }
  }
}
