package dev.graft.connect;

import dev.graft.blobs.StoreAddress;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.Set;

/**
 * Where the object store is.
 *
 * @param readableBuckets other buckets that publishers to the inbox may refer to
 */
@ConfigurationProperties("graft.store")
public record StoreConfig(
    @NotBlank @Bindable(defaultValue = "http://localhost:9000") String endpoint,
    @NotBlank @Bindable(defaultValue = "graft") String bucket,
    @NotBlank @Bindable(defaultValue = "graft") String accessKey,
    @NotBlank @Bindable(defaultValue = "graft-secret") String secretKey,
    @NotBlank @Bindable(defaultValue = "us-east-1") String region,
    @Nullable List<String> readableBuckets) {
  public StoreAddress address() {
    var readable = readableBuckets == null ? Set.<String>of() : Set.copyOf(readableBuckets);
    return new StoreAddress(endpoint, bucket, accessKey, secretKey, region, readable);
  }

  @Override
  public String toString() {
    return "StoreConfig[" + address() + "]"; // never the secret
  }
}
