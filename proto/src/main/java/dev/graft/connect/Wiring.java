package dev.graft.connect;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.loop.Clients;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Secondary;
import jakarta.inject.Singleton;

/** What every service needs and none has to spell out; a bean of its own goes first. */
@Factory
final class Wiring {
  @Singleton
  @Secondary
  Clients clients(KafkaConfig kafka) {
    return kafka.clients();
  }

  @Singleton
  @Secondary
  BlobStore blobs(StoreConfig store) {
    return BlobStores.s3(store.address());
  }
}
