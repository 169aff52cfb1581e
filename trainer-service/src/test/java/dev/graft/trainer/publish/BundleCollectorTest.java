package dev.graft.trainer.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.blobs.StoreUnavailableException;
import dev.graft.events.Digests;
import dev.graft.topics.Keys;
import dev.graft.trainer.v1.KeptVersion;
import dev.graft.trainer.v1.TaskLedger;
import dev.graft.vision.bundle.PackedBundle;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BundleCollectorTest {
  private static final Duration GRACE = Duration.ofHours(24);

  private final BlobStore store = BlobStores.inMemory();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final DoomNotes notes = new DoomNotes(store, GRACE, () -> now);
  private final BundlePublisher publisher = new BundlePublisher(store, notes);
  private final Map<Long, String> announced = new HashMap<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final BundleCollector collector = collector();

  @Test
  void leavesWhatAVersionNeedsForEver() throws Exception {
    announced.put(1L, put(bundle("one", "shared")));
    var before = store.list("");
    for (int day = 0; day < 5; day++) {
      collect(Duration.ofDays(1));
    }
    assertEquals(before, store.list(""));
  }

  @Test
  void deletesABundleThatWasNeverAnnouncedAfterTheGraceAndNoSooner() throws Exception {
    put(bundle("orphan", "shared"));
    collect(Duration.ZERO);
    collect(GRACE.minusSeconds(1));
    assertEquals(3, objects());
    collect(Duration.ofSeconds(1));
    assertEquals(List.of(), store.list(""));
    assertEquals(3, meters.counter("graft.collected.objects", "what", "bundles").count());
  }

  @Test
  void keepsTheFileThatALivingVersionShares() throws Exception {
    announced.put(1L, put(bundle("one", "shared")));
    announced.put(2L, put(bundle("two", "shared")));
    announced.remove(1L);
    collect(Duration.ZERO);
    collect(GRACE);
    var left = bundle("two", "shared");
    var expected = new HashSet<>(Set.of(Keys.bundle(left.digest())));
    left.files().keySet().forEach(file -> expected.add(Keys.bundleFile(file)));
    assertEquals(expected, new HashSet<>(store.list("")));
  }

  @Test
  void sparesWhatIsPublishedAgainInTheFirstHalfOfItsGrace() throws Exception {
    put(bundle("crashed", "shared"));
    collect(Duration.ZERO);
    collect(Duration.ofHours(11));
    announced.put(1L, put(bundle("crashed", "shared")));
    collect(Duration.ofHours(13)); // a note of the first visit would be due now
    collect(GRACE);
    assertEquals(3, objects());
  }

  @Test
  void makesAPublisherWaitForACollectionThatMayBeUnderWay() throws Exception {
    var crashed = bundle("crashed", "shared");
    put(crashed);
    collect(Duration.ZERO);
    now = now.plus(Duration.ofHours(13));
    assertThrows(StoreUnavailableException.class, () -> publisher.publish(crashed));
    collect(Duration.ofHours(11));
    announced.put(1L, put(crashed));
    collect(GRACE);
    collect(GRACE);
    assertEquals(3, objects());
  }

  @Test
  void clearsTheNoteOfACollectorThatDiedAfterItsDeletion() throws Exception {
    var crashed = bundle("crashed", "shared");
    var key = Keys.bundle(crashed.digest());
    put(crashed);
    collect(Duration.ZERO);
    now = now.plus(GRACE);
    store.delete(key); // and died before it deleted the note
    assertThrows(StoreUnavailableException.class, () -> publisher.publish(crashed));
    store.delete(key);
    collect(Duration.ZERO);
    announced.put(1L, put(crashed));
    collect(GRACE);
    collect(GRACE);
    assertTrue(store.get(key).isPresent());
  }

  @Test
  void twoCollectorsDoNoMoreThanOne() throws Exception {
    announced.put(1L, put(bundle("one", "shared")));
    put(bundle("orphan", "shared"));
    var second = collector();
    for (int hours = 0; hours < 50; hours++) {
      collect(Duration.ofHours(1));
      second.run(time -> {});
    }
    assertEquals(3, objects());
  }

  @Test
  void deletesNothingWhenAManifestIsNotWhatItShouldBe() throws Exception {
    announced.put(1L, put(bundle("one", "shared")));
    store.put(Keys.bundle(announced.get(1L)), "{}".getBytes(StandardCharsets.UTF_8));
    assertThrows(IllegalArgumentException.class, () -> collect(Duration.ZERO));
    assertEquals(3, store.list("").size());
  }

  @Test
  void sixtyVersionsInARowLeaveTwentyAndThoseInTheirGrace() throws Exception {
    var ledger = TaskLedger.getDefaultInstance();
    int most = 0;
    for (long version = 1; version <= 60; version++) { // one an hour
      var digest = put(bundle("version " + version, "shared"));
      var kept = Retention.add(ledger, digest);
      ledger = kept.ledger();
      announced.put(version, digest);
      kept.expired().forEach(announced::remove);
      collect(Duration.ofHours(1));
      most = Math.max(most, store.list("bundles/").size());
    }
    assertTrue(most <= Retention.LAST + 26, "at most " + most); // 24 hours, and the visit's hour
    collect(GRACE);
    assertEquals(
        Set.copyOf(ledger.getVersionsList().stream().map(KeptVersion::getBundleDigest).toList()),
        Set.copyOf(announced.values()));
    assertEquals(Retention.LAST, store.list("bundles/").size());
    assertEquals(Retention.LAST + 1, store.list("bundle-files/").size());
    assertEquals(List.of(), store.list("doomed/"));
  }

  private BundleCollector collector() {
    return new BundleCollector(store, notes, () -> Set.copyOf(announced.values()), meters);
  }

  private void collect(Duration later) throws InterruptedException {
    now = now.plus(later);
    collector.run(time -> {});
  }

  private String put(PackedBundle bundle) {
    var until = publisher.publish(bundle);
    assertEquals(Optional.of(now.plus(GRACE.dividedBy(2))), Optional.of(until));
    return bundle.digest();
  }

  private long objects() {
    return store.list("").stream().filter(key -> !key.startsWith("doomed/")).count();
  }

  /** As small as a manifest can be. */
  private static PackedBundle bundle(String head, String probes) {
    byte[] one = head.getBytes(StandardCharsets.UTF_8);
    byte[] two = probes.getBytes(StandardCharsets.UTF_8);
    var manifest =
        """
        {"backbone":{"name":"mini","weights_digest":""},"classes":["a","b"],
        "dataset":{"counts":[],"digest":"d","sequence":1,"task_id":"t","topic_id":"i"},
        "files":{"head":{"bytes":%d,"sha256":"%s"},"probes":{"bytes":%d,"sha256":"%s"}},
        "format":1,"l2":1,
        "preprocessing":{"crop":224,"interpolation":"BILINEAR","mean":[0,0,0],"resize":256,"std":[1,1,1]},
        "scores":{"accuracy":0,"calibration_error":0,"classes":[],"confusion":[],"examples":0,"log_loss":0},
        "space":"s","temperature":1}"""
            .formatted(one.length, Digests.sha256Hex(one), two.length, Digests.sha256Hex(two))
            .getBytes(StandardCharsets.UTF_8);
    return new PackedBundle(
        Digests.sha256Hex(manifest),
        manifest,
        Map.of(Digests.sha256Hex(one), one, Digests.sha256Hex(two), two));
  }
}
