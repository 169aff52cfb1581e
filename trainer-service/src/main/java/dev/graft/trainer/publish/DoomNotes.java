package dev.graft.trainer.publish;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.StoreUnavailableException;
import dev.graft.topics.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Notes in the store that say since when nothing needs an object. A collector deletes an object
 * only after its note is as old as the grace; a publisher that wants the object takes the note away
 * in the first half of that time, when no collector can act on it yet, and waits in the second.
 * Between a publisher's look and the announcement there may be half a grace, see {@link
 * BundlePublisher#publish}; so whatever it relies on is announced, and needed, before any note that
 * was written after its look is old enough.
 */
public record DoomNotes(BlobStore store, Duration grace, InstantSource clock) {

  /** Notes that nothing needs the object, unless that was noted before. */
  void doom(String key) {
    store.create(
        Keys.doomed(key), Long.toString(clock.millis()).getBytes(StandardCharsets.US_ASCII));
  }

  void forget(String key) {
    store.delete(Keys.doomed(key));
  }

  Optional<Instant> since(String key) {
    return store
        .get(Keys.doomed(key))
        .map(bytes -> Long.parseLong(new String(bytes, StandardCharsets.US_ASCII)))
        .map(Instant::ofEpochMilli);
  }

  boolean due(String key, Instant now) {
    return since(key).filter(since -> !now.isBefore(since.plus(grace))).isPresent();
  }

  /**
   * For a publisher that has just created an object, or found it there.
   *
   * @throws StoreUnavailableException it may be deleted at any moment; there is room for it again
   *     after the next collection
   */
  void rescue(String key) {
    var since = since(key);
    if (since.isEmpty()) {
      return;
    }
    if (clock.instant().isAfter(since.get().plus(grace.dividedBy(2)))) {
      throw new StoreUnavailableException(
          key + " is about to be collected; tried again after that");
    }
    forget(key);
  }
}
