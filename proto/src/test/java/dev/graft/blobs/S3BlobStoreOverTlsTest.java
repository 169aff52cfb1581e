package dev.graft.blobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.embedded.EmbeddedStore;
import dev.graft.embedded.TestBed;
import dev.graft.tls.TestAuthority;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract against a real S3 server over https. */
class S3BlobStoreOverTlsTest extends BlobStoreContract {
  private static final TestAuthority OURS = new TestAuthority();

  private static EmbeddedStore server;
  private static BlobStore store;
  private static BlobStore readable;

  @BeforeAll
  static void start() {
    server =
        EmbeddedStore.start(
            TestBed.folder("secured-store"),
            0,
            TestBed.ACCESS_KEY,
            TestBed.SECRET_KEY,
            OURS.server("store"));
    store = at(server.endpoint(), "contract", OURS.ca());
    readable = at(server.endpoint(), READABLE, OURS.ca());
    store.ensureReady();
    readable.ensureReady();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  BlobStore store() {
    return store;
  }

  @Override
  BlobStore readable() {
    return readable;
  }

  @Test
  void trustsNoServerOfAnotherAuthority() {
    var others = at(server.endpoint(), "contract", new TestAuthority().ca());
    assertSays("PKIX", assertThrows(StoreUnavailableException.class, others::ensureReady));
    var jvms =
        BlobStores.s3(
            new StoreAddress(
                server.endpoint(),
                "contract",
                TestBed.ACCESS_KEY,
                TestBed.SECRET_KEY,
                "us-east-1",
                Set.of()));
    assertSays("PKIX", assertThrows(StoreUnavailableException.class, jvms::ensureReady));
  }

  @Test
  void trustsNoServerUnderANameThatItsCertificateLacks() {
    var alias = server.endpoint().replace("127.0.0.1", "127.0.0.2");
    var store = at(alias, "contract", OURS.ca());
    assertSays("127.0.0.2", assertThrows(StoreUnavailableException.class, store::ensureReady));
  }

  @Test
  void saysWhichFileOfAuthoritiesIsMissing() {
    var absent = Path.of("target", "absent.pem");
    var refusal =
        assertThrows(
            IllegalArgumentException.class, () -> at(server.endpoint(), "contract", absent));
    assertEquals("there is no file " + absent, refusal.getMessage());
  }

  private static void assertSays(String what, StoreUnavailableException trouble) {
    assertTrue(trouble.getMessage().contains(what), trouble.getMessage());
  }

  private static BlobStore at(String endpoint, String bucket, Path ca) {
    return BlobStores.s3(
        new StoreAddress(
            endpoint,
            bucket,
            TestBed.ACCESS_KEY,
            TestBed.SECRET_KEY,
            "us-east-1",
            Set.of(READABLE),
            ca));
  }
}
