package dev.graft.blobs;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an S3 store is.
 *
 * @param readableBuckets other buckets that publishers may refer to
 * @param caCertificate PEM file of the authorities that an https endpoint's certificate may come
 *     from, besides those that the JVM trusts
 */
public record StoreAddress(
    String endpoint,
    String bucket,
    String accessKey,
    String secretKey,
    String region,
    Set<String> readableBuckets,
    @Nullable Path caCertificate) {
  public StoreAddress(
      String endpoint,
      String bucket,
      String accessKey,
      String secretKey,
      String region,
      Set<String> readableBuckets) {
    this(endpoint, bucket, accessKey, secretKey, region, readableBuckets, null);
  }

  @Override
  public String toString() {
    return endpoint + "/" + bucket; // never the secret
  }
}
