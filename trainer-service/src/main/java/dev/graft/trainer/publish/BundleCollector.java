package dev.graft.trainer.publish;

import dev.graft.blobs.BlobStore;
import dev.graft.loop.Chore;
import dev.graft.topics.Keys;
import dev.graft.vision.bundle.BundleFormat;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the objects of bundles that no version on graft.models needs: of tombstoned versions, and
 * of those that were never announced. In two visits, a grace apart; any number of replicas may do
 * it at the same time.
 */
public final class BundleCollector implements Chore.Work {
  private static final Logger LOG = LoggerFactory.getLogger(BundleCollector.class);
  private static final String DOOMED = Keys.doomed("");

  /** A pause after so many deletions, so that a store has time for others. */
  private static final int BETWEEN_PAUSES = 50;

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final BlobStore store;
  private final DoomNotes notes;
  private final Supplier<Set<String>> announced;
  private final Counter objects;
  private final Counter bytes;
  private final Map<String, Set<String>> filesOfBundles = new HashMap<>();

  /**
   * A collector over a store.
   *
   * @param announced digests of the bundles of all versions that are on graft.models now
   */
  public BundleCollector(
      BlobStore store, DoomNotes notes, Supplier<Set<String>> announced, MeterRegistry registry) {
    this.store = store;
    this.notes = notes;
    this.announced = announced;
    this.objects = registry.counter("graft.collected.objects", "what", "bundles");
    this.bytes = registry.counter("graft.collected.bytes", "what", "bundles");
  }

  @Override
  public String run(Chore.Pauses pauses) throws InterruptedException {
    Instant began = notes.clock().instant();
    Set<String> there = new TreeSet<>(store.list(Keys.bundle("").replace(".json", "")));
    there.addAll(store.list(Keys.bundleFile("")));
    Set<String> needed = needed(announced.get()); // after the listing, so that it knows of more
    Set<String> noted = new HashSet<>();
    store.list(DOOMED).forEach(note -> noted.add(note.substring(DOOMED.length())));

    noted.stream()
        .filter(key -> needed.contains(key) || !there.contains(key))
        .forEach(notes::forget);
    there.removeAll(needed);
    int collected = 0;
    for (String key : there) {
      if (!noted.contains(key)) {
        notes.doom(key);
      } else if (notes.due(key, began)) {
        refuseIfLate(began);
        collect(key);
        if (++collected % BETWEEN_PAUSES == 0) {
          pauses.pause(PAUSE);
        }
      }
    }
    return "%d objects of bundles collected, %d wait for the end of their grace, %d are needed"
        .formatted(collected, there.size() - collected, needed.size());
  }

  /** Manifests and files. */
  private Set<String> needed(Set<String> bundles) {
    filesOfBundles.keySet().retainAll(bundles);
    Set<String> needed = new HashSet<>();
    for (String bundle : bundles) {
      needed.add(Keys.bundle(bundle));
      filesOfBundles.computeIfAbsent(bundle, this::files).stream()
          .map(Keys::bundleFile)
          .forEach(needed::add);
    }
    return needed;
  }

  /** A bundle without its manifest is of no use to anyone, and neither are its files. */
  private Set<String> files(String bundle) {
    var manifest = store.get(Keys.bundle(bundle));
    if (manifest.isEmpty()) {
      LOG.warn("version with bundle {} has no manifest in the store", bundle);
      return Set.of();
    }
    return BundleFormat.filesOf(bundle, manifest.get());
  }

  /** What was needed when we began may be another set by now. */
  private void refuseIfLate(Instant began) {
    if (notes.clock().instant().isAfter(began.plus(notes.grace().dividedBy(4)))) {
      throw new IllegalStateException("a collection took too long and is begun anew");
    }
  }

  private void collect(String key) {
    store.stat(key).ifPresent(stat -> bytes.increment(stat.bytes()));
    store.delete(key);
    notes.forget(key);
    objects.increment();
  }
}
