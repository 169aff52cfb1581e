package dev.graft.inference.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.embedded.Moment;
import dev.graft.v1.ReplicaState;
import dev.graft.v1.RolloutState;
import dev.graft.v1.VersionRef;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A swapper on a store and a clock that the test controls, with room for three versions of task
 * pets; the backbone has no network.
 */
final class OneReplica implements AutoCloseable {

  private static final Pace QUICK =
      new Pace(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(30));

  final BlobStore blobs = BlobStores.inMemory();
  final FlakyFiles files = new FlakyFiles(new StoredBundles(blobs));
  final AtomicInteger aliveBackbones = new AtomicInteger();
  final AtomicInteger loads = new AtomicInteger();
  final LinkedBlockingQueue<ReplicaState> reports = new LinkedBlockingQueue<>();
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  final TestBundles bundles =
      new TestBundles(
          blobs, TinyBackbone.SPEC, TinyBackbone.SPACE, TinyBackbone.WIDTH, Optional.empty());
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final Shelves shelves = new Shelves(3);
  final Swapper swapper =
      new Swapper(
          "r1",
          shelves,
          files,
          spec -> {
            loads.incrementAndGet();
            return new TinyBackbone(
                aliveBackbones,
                spec.equals(TinyBackbone.OTHER) ? "6".repeat(64) : TinyBackbone.SPACE);
          },
          state -> {
            reports.add(state);
            return CompletableFuture.completedFuture(null);
          },
          QUICK,
          now::get,
          metrics);

  /** Bundles on another network than the others. */
  TestBundles bundlesOfAnotherNetwork() {
    return new TestBundles(
        blobs, TinyBackbone.OTHER, "6".repeat(64), TinyBackbone.WIDTH, Optional.empty());
  }

  void serve(VersionRef ref) {
    follow(TestBundles.stable("pets", ref));
    assertEquals(ref.getVersion(), shelves.servingVersion("pets"));
  }

  /** Returns when all versions that a rollout wants are here and serve as it says. */
  void follow(RolloutState state) {
    swapper.follow(state);
    swapper.serving("pets", state.getStableVersion()).join();
    var trial = OnTrial.of(state);
    while (trial != null && !trial.equals(shelves.of("pets").shelf.lineup().complete())) {
      Moment.pass();
    }
  }

  void awaitResident(long version) {
    while (!shelves.versions("pets").contains(version)) {
      Moment.pass();
    }
  }

  ReplicaState lastReport() {
    return reports.stream().reduce((before, after) -> after).orElseThrow();
  }

  @Override
  public void close() {
    swapper.close();
    assertEquals(0, aliveBackbones.get());
  }
}
