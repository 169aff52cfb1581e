package dev.graft.embedded;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.blobs.StoreAddress;
import dev.graft.loop.Clients;
import dev.graft.topics.Provisioner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * One real broker with all topics and one real S3 server per test JVM, started when first asked
 * for. Tests share them, so each uses task ids, image ids and group names of its own.
 */
public final class TestBed {
  public static final String ACCESS_KEY = "graft";
  public static final String SECRET_KEY = "graft-secret";

  private TestBed() {}

  public static String bootstrapServers() {
    return Broker.SHARED.bootstrapServers();
  }

  /** For clients of the shared broker; the catalogue's topics are there. */
  public static Clients clients() {
    return new Clients(bootstrapServers());
  }

  public static String storeEndpoint() {
    return Store.SHARED.endpoint();
  }

  /** A bucket on the shared S3 server. */
  public static StoreAddress store(String bucket) {
    return new StoreAddress(storeEndpoint(), bucket, ACCESS_KEY, SECRET_KEY, "us-east-1", Set.of());
  }

  /** A store with a ready bucket of this name. */
  public static BlobStore blobs(String bucket) {
    var blobs = BlobStores.s3(store(bucket));
    blobs.ensureReady();
    return blobs;
  }

  /** A new folder under target, so that it has extended attributes and goes with the next clean. */
  public static Path folder(String name) {
    try {
      var parent = Files.createDirectories(Path.of("target", "testbed").toAbsolutePath());
      return Files.createTempDirectory(parent, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Broker {
    static final EmbeddedBroker SHARED = start();

    private static EmbeddedBroker start() {
      var broker = EmbeddedBroker.start(folder("broker"), 0);
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
      try (var admin = new Clients(broker.bootstrapServers()).admin()) {
        Provisioner.provision(admin, 1);
      }
      return broker;
    }
  }

  private static final class Store {
    static final EmbeddedStore SHARED = start();

    private static EmbeddedStore start() {
      var store = EmbeddedStore.start(folder("store"), 0, ACCESS_KEY, SECRET_KEY);
      Runtime.getRuntime().addShutdownHook(new Thread(store::close));
      return store;
    }
  }
}
