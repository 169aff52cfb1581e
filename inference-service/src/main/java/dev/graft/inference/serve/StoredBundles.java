package dev.graft.inference.serve;

import dev.graft.blobs.BlobAbsentException;
import dev.graft.blobs.BlobStore;
import dev.graft.topics.Keys;
import dev.graft.vision.backbone.WeightsSource;
import dev.graft.vision.bundle.BundleFiles;
import java.io.FileNotFoundException;
import java.io.InputStream;

/**
 * Bundles and weights as they lie in the object store. A broken store is a
 * StoreUnavailableException, unchecked.
 */
public final class StoredBundles implements BundleFiles, WeightsSource {

  private final BlobStore blobs;

  public StoredBundles(BlobStore blobs) {
    this.blobs = blobs;
  }

  @Override
  public byte[] manifest(String digest) throws FileNotFoundException {
    return read(Keys.bundle(digest));
  }

  @Override
  public byte[] file(String digest) throws FileNotFoundException {
    return read(Keys.bundleFile(digest));
  }

  @Override
  public InputStream open(String digest) throws FileNotFoundException {
    try {
      return blobs.open(Keys.blob(digest));
    } catch (BlobAbsentException e) {
      throw absent(Keys.blob(digest));
    }
  }

  private byte[] read(String key) throws FileNotFoundException {
    return blobs.get(key).orElseThrow(() -> absent(key));
  }

  private static FileNotFoundException absent(String key) {
    return new FileNotFoundException("the store has no " + key);
  }
}
