package dev.graft.blobs;

import dev.graft.tls.ClientTls;
import io.minio.MinioAsyncClient;
import io.minio.MinioClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** Makes the clients of a store, which share their connections. */
final class S3Clients {
  private static final int AT_ONCE = 32;

  private final StoreAddress address;
  private final OkHttpClient http;

  S3Clients(StoreAddress address) {
    this.address = address;
    this.http = http(address);
  }

  MinioClient client() {
    var client =
        MinioClient.builder()
            .endpoint(address.endpoint())
            .region(address.region())
            .credentials(address.accessKey(), address.secretKey())
            .httpClient(http)
            .build();
    client.setRetry(Set.of(), 1L, 1); // who calls knows whether and how long to try again
    return client;
  }

  /** Can do what the other can't. */
  MinioAsyncClient asyncClient() {
    return MinioAsyncClient.builder()
        .endpoint(address.endpoint())
        .region(address.region())
        .credentials(address.accessKey(), address.secretKey())
        .httpClient(http)
        .build();
  }

  /** TLS is laid over the plain sockets, so those of https have no delay either. */
  private static OkHttpClient http(StoreAddress address) {
    var builder =
        new OkHttpClient.Builder()
            .dispatcher(sideBySide())
            .connectionPool(new ConnectionPool(AT_ONCE, 1, TimeUnit.MINUTES))
            .socketFactory(new NoDelaySockets())
            .connectTimeout(Duration.ofSeconds(3))
            .readTimeout(Duration.ofSeconds(30))
            .writeTimeout(Duration.ofSeconds(30));
    if (address.caCertificate() != null) {
      var tls = new ClientTls(address.caCertificate(), null, null);
      builder.sslSocketFactory(tls.context().getSocketFactory(), tls.trust());
    }
    return builder.build();
  }

  /** By default five requests to a host go at a time, and more connections than five are closed. */
  private static Dispatcher sideBySide() {
    var dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(AT_ONCE);
    dispatcher.setMaxRequestsPerHost(AT_ONCE);
    return dispatcher;
  }
}
