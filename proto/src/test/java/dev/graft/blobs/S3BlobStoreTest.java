package dev.graft.blobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.graft.embedded.EmbeddedStore;
import dev.graft.embedded.TestBed;
import io.minio.CreateMultipartUploadArgs;
import io.minio.MinioAsyncClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract against a real S3 server. */
class S3BlobStoreTest extends BlobStoreContract {
  private static final BlobStore READABLE_STORE = TestBed.blobs(READABLE);
  private static final BlobStore STORE = at(TestBed.storeEndpoint(), "contract");

  @Override
  BlobStore store() {
    return STORE;
  }

  @Override
  BlobStore readable() {
    return READABLE_STORE;
  }

  @Test
  void saysUnavailableWhenNobodyListensAndRecoversWhenTheServerIsBack() {
    var folder = TestBed.folder("broken");
    var server = EmbeddedStore.start(folder, 0, TestBed.ACCESS_KEY, TestBed.SECRET_KEY);
    var endpoint = server.endpoint();
    var store = at(endpoint, "broken");
    store.put("kept", new byte[] {1});
    server.close();

    assertThrows(StoreUnavailableException.class, () -> store.get("kept"));
    assertThrows(StoreUnavailableException.class, () -> store.stat("kept"));
    assertThrows(StoreUnavailableException.class, () -> store.create("new", new byte[0]));
    assertThrows(StoreUnavailableException.class, store::ensureReady);

    int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    try (var again = EmbeddedStore.start(folder, port, TestBed.ACCESS_KEY, TestBed.SECRET_KEY)) {
      assertEquals(1, store.get("kept").orElseThrow().length);
      assertEquals(endpoint, again.endpoint());
    }
  }

  @Test
  void saysUnavailableForWrongCredentials() {
    var address =
        new StoreAddress(
            TestBed.storeEndpoint(), "contract", "graft", "wrong", "us-east-1", Set.of());
    assertThrows(StoreUnavailableException.class, () -> BlobStores.s3(address).get("x"));
  }

  @Test
  void saysUnavailableRatherThanAbsentWhenTheBucketIsMissing() {
    var store = BlobStores.s3(TestBed.store("missing-bucket"));
    assertThrows(StoreUnavailableException.class, () -> store.get("x"));
  }

  @Test
  void endsUploadsThatNobodyCompletes() throws Exception {
    var store = TestBed.blobs("half-done");
    var client =
        MinioAsyncClient.builder()
            .endpoint(TestBed.storeEndpoint())
            .credentials(TestBed.ACCESS_KEY, TestBed.SECRET_KEY)
            .build();
    client
        .createMultipartUpload(
            CreateMultipartUploadArgs.builder().bucket("half-done").object("weights").build())
        .get(); // and the uploader died
    assertEquals(0, store.abandonUploads(Instant.now().minus(Duration.ofHours(1))));
    assertEquals(1, store.abandonUploads(Instant.now().plus(Duration.ofHours(1))));
    assertEquals(0, store.abandonUploads(Instant.now().plus(Duration.ofHours(1))));
    assertEquals(List.of(), store.list(""));
  }

  @Test
  void neverPrintsTheSecret() {
    assertFalse(TestBed.store("contract").toString().contains(TestBed.SECRET_KEY));
  }

  private static BlobStore at(String endpoint, String bucket) {
    var store =
        BlobStores.s3(
            new StoreAddress(
                endpoint,
                bucket,
                TestBed.ACCESS_KEY,
                TestBed.SECRET_KEY,
                "us-east-1",
                Set.of(READABLE)));
    store.ensureReady();
    return store;
  }
}
