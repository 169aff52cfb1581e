package dev.graft.deploy.reach;

import dev.graft.blobs.BlobAbsentException;
import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.blobs.StoreUnavailableException;
import dev.graft.connect.StoreConfig;
import dev.graft.deploy.Failure;
import dev.graft.topics.Keys;
import dev.graft.vision.backbone.WeightsSource;
import dev.graft.vision.bundle.BundleFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bundles and weights in the object store of a running system, only read. */
public final class StoredObjects implements BundleFiles, WeightsSource {
  private static final String PREFIX = "graft.store.";

  private final BlobStore store;

  StoredObjects(BlobStore store) {
    this.store = store;
  }

  /**
   * By the keys {@code graft.store.*} that the services have too.
   *
   * @throws Failure if they name no store
   */
  public static StoredObjects of(Map<String, String> settings) {
    var endpoint = settings.get(PREFIX + "endpoint");
    if (endpoint == null) {
      throw new Failure("the configuration does not say where the store is: graft.store.endpoint");
    }
    try {
      var config =
          new StoreConfig(
              endpoint,
              settings.getOrDefault(PREFIX + "bucket", "graft"),
              settings.get(PREFIX + "access-key"),
              settings.get(PREFIX + "secret-key"),
              path(settings, "access-key-file"),
              path(settings, "secret-key-file"),
              settings.getOrDefault(PREFIX + "region", "us-east-1"),
              null,
              path(settings, "ca-certificate"));
      return new StoredObjects(BlobStores.s3(config.address()));
    } catch (IllegalArgumentException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private static @Nullable Path path(Map<String, String> settings, String key) {
    var value = settings.get(PREFIX + key);
    return value == null || value.isBlank() ? null : Path.of(value);
  }

  @Override
  public byte[] manifest(String digest) throws IOException {
    return read(Keys.bundle(digest));
  }

  @Override
  public byte[] file(String digest) throws IOException {
    return read(Keys.bundleFile(digest));
  }

  @Override
  public InputStream open(String digest) throws IOException {
    try {
      return store.open(Keys.blob(digest));
    } catch (BlobAbsentException e) {
      throw new FileNotFoundException("the store has no weights " + digest);
    } catch (StoreUnavailableException e) {
      throw new IOException("the store does not answer: " + e.getMessage(), e);
    }
  }

  private byte[] read(String key) throws IOException {
    try {
      return store.get(key).orElseThrow(() -> new FileNotFoundException("the store has no " + key));
    } catch (StoreUnavailableException e) {
      throw new IOException("the store does not answer: " + e.getMessage(), e);
    }
  }
}
