package dev.graft.trainer.publish;

import dev.graft.blobs.BlobStore;
import dev.graft.topics.Keys;
import dev.graft.vision.bundle.BundleFiles;
import dev.graft.vision.bundle.PackedBundle;
import java.io.FileNotFoundException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts a bundle into the store: its files first, the manifest last, each under the digest of its
 * bytes and never twice. Whatever stops it half-way, a manifest that is there names only files that
 * are there. Without its announcement on graft.models a bundle does not exist for anyone.
 */
public final class BundlePublisher implements BundleFiles {
  private final BlobStore store;

  public BundlePublisher(BlobStore store) {
    this.store = store;
  }

  public void publish(PackedBundle bundle) {
    for (Map.Entry<String, byte[]> file : new TreeMap<>(bundle.files()).entrySet()) {
      store.create(Keys.blob(file.getKey()), file.getValue());
    }
    store.create(Keys.bundle(bundle.digest()), bundle.manifest());
  }

  @Override
  public byte[] manifest(String digest) throws FileNotFoundException {
    return read(Keys.bundle(digest));
  }

  @Override
  public byte[] file(String digest) throws FileNotFoundException {
    return read(Keys.blob(digest));
  }

  private byte[] read(String key) throws FileNotFoundException {
    return store
        .get(key)
        .orElseThrow(() -> new FileNotFoundException(key + " is not in the store"));
  }
}
