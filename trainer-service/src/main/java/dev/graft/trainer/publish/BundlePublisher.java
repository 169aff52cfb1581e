package dev.graft.trainer.publish;

import dev.graft.blobs.BlobStore;
import dev.graft.topics.Keys;
import dev.graft.vision.bundle.BundleFiles;
import dev.graft.vision.bundle.PackedBundle;
import java.io.FileNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts a bundle into the store: its files first, the manifest last, each under the digest of its
 * bytes and never twice. Whatever stops it half-way, a manifest that is there names only files that
 * are there. Without its announcement on graft.models a bundle does not exist for anyone.
 */
public final class BundlePublisher implements BundleFiles {
  private static final Duration USUAL_GRACE = Duration.ofDays(1);
  private static final int LARGE = 1 << 20;

  private final BlobStore store;
  private final DoomNotes notes;

  public BundlePublisher(BlobStore store) {
    this(store, new DoomNotes(store, USUAL_GRACE, InstantSource.system()));
  }

  /**
   * A publisher beside a collector.
   *
   * @param notes the same that the collector goes by
   */
  public BundlePublisher(BlobStore store, DoomNotes notes) {
    this.store = store;
    this.notes = notes;
  }

  /**
   * Puts it there, or what is missing of it.
   *
   * @return until when it may be announced; later the collector may already be at it
   */
  public Instant publish(PackedBundle bundle) {
    Instant until = notes.clock().instant().plus(notes.grace().dividedBy(2));
    for (Map.Entry<String, byte[]> file : new TreeMap<>(bundle.files()).entrySet()) {
      create(Keys.bundleFile(file.getKey()), file.getValue());
    }
    bundle.elsewhere().forEach(digest -> requireThere(Keys.bundleFile(digest)));
    create(Keys.bundle(bundle.digest()), bundle.manifest());
    return until;
  }

  private void create(String key, byte[] bytes) {
    // a store takes bytes before it says that they are there already; large ones mostly are, as
    // versions share what tells novelty
    if (bytes.length < LARGE || store.stat(key).isEmpty()) {
      store.create(key, bytes);
    }
    notes.rescue(key);
  }

  private void requireThere(String key) {
    if (store.stat(key).isEmpty()) {
      throw new IllegalStateException(key + " is named by a bundle, but not in the store");
    }
    notes.rescue(key);
  }

  /**
   * Puts a large file there before the bundles that will name it.
   *
   * @param digest sha256 of the bytes, in hex
   */
  public void publishFile(String digest, byte[] bytes) {
    create(Keys.bundleFile(digest), bytes);
  }

  @Override
  public byte[] manifest(String digest) throws FileNotFoundException {
    return read(Keys.bundle(digest));
  }

  @Override
  public byte[] file(String digest) throws FileNotFoundException {
    return read(Keys.bundleFile(digest));
  }

  private byte[] read(String key) throws FileNotFoundException {
    return store
        .get(key)
        .orElseThrow(() -> new FileNotFoundException(key + " is not in the store"));
  }
}
