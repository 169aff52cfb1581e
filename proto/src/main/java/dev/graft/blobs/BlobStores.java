package dev.graft.blobs;

/** The two stores there are. */
public final class BlobStores {
  private BlobStores() {}

  /** Any S3-compatible server. */
  public static BlobStore s3(StoreAddress address) {
    throw new UnsupportedOperationException();
  }

  /** A real, small store in memory, for tests. */
  public static BlobStore inMemory() {
    throw new UnsupportedOperationException();
  }
}
