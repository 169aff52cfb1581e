package dev.graft.blobs;

import java.util.Set;

/**
 * Where an S3 store is.
 *
 * @param readableBuckets other buckets that publishers may refer to
 */
public record StoreAddress(
    String endpoint,
    String bucket,
    String accessKey,
    String secretKey,
    String region,
    Set<String> readableBuckets) {
  @Override
  public String toString() {
    return endpoint + "/" + bucket; // never the secret
  }
}
