package dev.graft.blobs;

import java.util.Map;

/** The two stores there are. */
public final class BlobStores {
  private BlobStores() {}

  /** Any S3-compatible server. */
  public static BlobStore s3(StoreAddress address) {
    return new S3BlobStore(address);
  }

  /** A real, small store in memory, for tests. */
  public static BlobStore inMemory() {
    return inMemory(Map.of());
  }

  /**
   * The same, with other buckets.
   *
   * @param readable buckets that {@link BlobStore#getFrom} may read, by name
   */
  public static BlobStore inMemory(Map<String, BlobStore> readable) {
    return new InMemoryBlobStore(Map.copyOf(readable));
  }
}
