package dev.graft.blobs;

import java.util.Map;

class InMemoryBlobStoreTest extends BlobStoreContract {
  private final BlobStore readable = BlobStores.inMemory();
  private final BlobStore store = BlobStores.inMemory(Map.of(READABLE, readable));

  @Override
  BlobStore store() {
    return store;
  }

  @Override
  BlobStore readable() {
    return readable;
  }
}
