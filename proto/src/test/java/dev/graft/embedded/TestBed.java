package dev.graft.embedded;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.StoreAddress;
import dev.graft.loop.Clients;

/**
 * One real broker with all topics and one real S3 server per test JVM, started when first asked
 * for. Tests share them, so each uses task ids, image ids and group names of its own.
 */
public final class TestBed {
  private TestBed() {}

  public static String bootstrapServers() {
    throw new UnsupportedOperationException();
  }

  /** For clients of the shared broker; the catalogue's topics are there. */
  public static Clients clients() {
    return new Clients(bootstrapServers());
  }

  /** A bucket on the shared S3 server. */
  public static StoreAddress store(String bucket) {
    throw new UnsupportedOperationException();
  }

  /** A store with a ready bucket of this name. */
  public static BlobStore blobs(String bucket) {
    throw new UnsupportedOperationException();
  }
}
