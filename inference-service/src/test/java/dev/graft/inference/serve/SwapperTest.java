package dev.graft.inference.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.blobs.BlobStore;
import dev.graft.topics.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwapperTest {

  private final OneReplica replica = new OneReplica();
  private final BlobStore blobs = replica.blobs;
  private final FlakyFiles files = replica.files;
  private final AtomicReference<Instant> now = replica.now;
  private final TestBundles bundles = replica.bundles;
  private final Shelves shelves = replica.shelves;
  private final Swapper swapper = replica.swapper;
  private final Pins pins = new Pins(shelves, swapper, 1);

  @AfterEach
  void everyBackboneIsGivenBack() {
    pins.close();
    replica.close();
  }

  @Test
  void theStableVersionIsServedAndReported() {
    swapper.start();
    replica.serve(bundles.store(1));
    assertEquals("bee", answer());
    var report = replica.lastReport();
    assertEquals(1, report.getServingVersion());
    assertEquals(List.of(1L), report.getResidentVersionsList());
    assertTrue(swapper.health().ready());
  }

  @Test
  void aNewerVersionIsFlippedToAndTheBackboneStays() {
    swapper.start();
    for (var version = 1; version <= 10; version++) {
      replica.serve(bundles.store(version));
      assertEquals(TestBundles.CLASSES.get(version % 3), answer());
    }
    assertEquals(1, replica.loads.get());
    assertEquals(List.of(8L, 9L, 10L), shelves.versions("pets"));
  }

  @Test
  void rollingBackToAResidentVersionLoadsNothing() {
    swapper.start();
    var one = bundles.store(1);
    replica.serve(one);
    replica.serve(bundles.store(2));
    blobs.list("").forEach(blobs::delete);
    replica.serve(one);
    assertEquals("bee", answer());
  }

  @Test
  void aVersionWithAFlippedByteIsRefusedWithWhyAndTheOldOneKeepsServing() {
    swapper.start();
    replica.serve(bundles.store(1));
    var damaged = bundles.storeDamaged(2);
    swapper.follow(TestBundles.stable("pets", damaged));
    swapper.serving("pets", 2).join();
    assertEquals("bee", answer());
    var refused = replica.lastReport().getRefused(0);
    assertEquals(2, refused.getVersion());
    assertEquals(damaged.getBundleDigest(), refused.getBundleDigest());
    assertTrue(refused.getWhy().contains("has digest"), refused.getWhy());
    assertTrue(swapper.health().ready());
  }

  @Test
  void aVersionOfAnotherSpaceThanItsBackboneIsRefused() {
    swapper.start();
    var foreign =
        new TestBundles(
            blobs, TinyBackbone.SPEC, "6".repeat(64), TinyBackbone.WIDTH, Optional.empty());
    swapper.follow(TestBundles.stable("pets", foreign.store(1)));
    swapper.serving("pets", 1).join();
    assertTrue(
        replica.lastReport().getRefused(0).getWhy().contains("made for space 666"),
        replica.lastReport().toString());
  }

  @Test
  void aBrokenStoreIsTriedAgainAndSaidInTheHealth() {
    swapper.start();
    files.breakFor(3, "connection refused", swapper);
    replica.serve(bundles.store(1));
    assertEquals("bee", answer());
    assertEquals(3, files.seenTroubled());
    assertEquals(0, replica.lastReport().getRefusedCount());
    assertTrue(swapper.health().ready());
  }

  @Test
  void aMissingFileIsAwaitedThenRefused() {
    swapper.start();
    var ref = bundles.store(1);
    blobs.delete(Keys.bundle(ref.getBundleDigest()));
    files.onMiss(() -> now.updateAndGet(at -> at.plusSeconds(10)));
    swapper.follow(TestBundles.stable("pets", ref));
    swapper.serving("pets", 1).join();
    assertTrue(
        replica.lastReport().getRefused(0).getWhy().contains("is missing"),
        replica.lastReport().toString());
    assertTrue(files.misses() > 2);
  }

  @Test
  void whatWasHeardBeforeTheStartIsSkippedForTheNewest() {
    for (var version = 1; version <= 5; version++) {
      swapper.follow(TestBundles.stable("pets", bundles.store(version)));
    }
    swapper.start();
    swapper.serving("pets", 5).join();
    assertEquals(List.of(5L), shelves.versions("pets"));
  }

  @Test
  void aPublishedVersionIsFetchedBeforeItIsToServe() {
    swapper.start();
    replica.serve(bundles.store(1));
    var two = bundles.store(2);
    swapper.hear(bundles.published("pets", two));
    replica.awaitResident(2);
    assertEquals("bee", answer());
    blobs.list("").forEach(blobs::delete);
    replica.serve(two);
    assertEquals("cow", answer());
  }

  @Test
  void aRequestFinishesOnTheVersionItBeganWith() {
    swapper.start();
    replica.serve(bundles.store(1));
    var begun = shelves.serving("pets").orElseThrow();
    for (var version = 2; version <= 6; version++) {
      replica.serve(bundles.store(version));
    }
    assertFalse(shelves.versions("pets").contains(1L));
    assertEquals(1, begun.version());
    assertEquals(
        "bee", begun.classes().get(top(begun.probabilities(begun.backbone().embed(PIXELS)[0]))));
    begun.close();
  }

  @Test
  void aDeletedTaskIsLetGo() {
    swapper.start();
    replica.serve(bundles.store(1));
    swapper.deleted("pets", true);
    swapper.serving("pets", 0).join();
    assertEquals(List.of(), shelves.versions("pets"));
    assertEquals(0, replica.aliveBackbones.get());
  }

  @Test
  void aVersionThatARequestNamesIsLoadedForIt() {
    swapper.start();
    var one = bundles.store(1);
    var held = assertInstanceOf(Pins.Pinned.Held.class, pins.pin("pets", one).join());
    assertEquals(1, held.resident().version());
    held.resident().close();
    assertEquals(0, shelves.servingVersion("pets"));
  }

  @Test
  void aDamagedVersionThatARequestNamesIsRefused() {
    swapper.start();
    assertInstanceOf(Pins.Pinned.Refused.class, pins.pin("pets", bundles.storeDamaged(1)).join());
    assertEquals(1, replica.lastReport().getRefusedCount());
  }

  @Test
  void aReportIsRepeatedBeforeItsTopicForgetsIt() {
    swapper.start();
    replica.serve(bundles.store(1));
    var said = replica.lastReport();
    var count = replica.reports.size();
    swapper.repeatReports(now.get().plus(Duration.ofHours(5)));
    assertEquals(count, replica.reports.size());
    swapper.repeatReports(now.get().plus(Duration.ofHours(6)));
    swapper.repeatReports(now.get().plus(Duration.ofHours(7)));
    assertEquals(count + 1, replica.reports.size());
    assertEquals(
        said.toBuilder().clearTime().build(), replica.lastReport().toBuilder().clearTime().build());
  }

  @Test
  void aRequestThatIsRefusedAtOnceGivesItsVersionBack() {
    swapper.start();
    replica.serve(bundles.store(1));
    var refused =
        shelves
            .serving("pets")
            .orElseThrow()
            .during(
                version -> {
                  throw new IllegalArgumentException("another space");
                });
    assertTrue(refused.isCompletedExceptionally());
    swapper.deleted("pets", true);
    swapper.serving("pets", 0).join();
    assertEquals(0, replica.aliveBackbones.get());
  }

  private static final List<float[]> PIXELS = List.of(new float[TinyBackbone.WIDTH]);

  private String answer() {
    try (var version = shelves.serving("pets").orElseThrow()) {
      var embedding = version.backbone().embed(PIXELS)[0];
      return version.classes().get(top(version.probabilities(embedding)));
    }
  }

  private static int top(float[] values) {
    var top = 0;
    for (var at = 1; at < values.length; at++) {
      top = values[at] > values[top] ? at : top;
    }
    return top;
  }
}
