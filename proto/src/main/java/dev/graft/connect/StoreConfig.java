package dev.graft.connect;

import dev.graft.blobs.StoreAddress;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Where the object store is.
 *
 * @param accessKey or else {@code accessKeyFile}, or else "graft"
 * @param secretKey or else {@code secretKeyFile}, or else "graft-secret"
 * @param accessKeyFile a file that holds nothing but the access key
 * @param secretKeyFile a file that holds nothing but the secret key
 * @param readableBuckets other buckets that publishers to the inbox may refer to
 * @param caCertificate PEM file of the authorities that an https endpoint's certificate may come
 *     from, besides those that the JVM trusts
 */
@ConfigurationProperties("graft.store")
public record StoreConfig(
    @NotBlank @Bindable(defaultValue = "http://localhost:9000") String endpoint,
    @NotBlank @Bindable(defaultValue = "graft") String bucket,
    @Nullable String accessKey,
    @Nullable String secretKey,
    @Nullable Path accessKeyFile,
    @Nullable Path secretKeyFile,
    @NotBlank @Bindable(defaultValue = "us-east-1") String region,
    @Nullable List<String> readableBuckets,
    @Nullable Path caCertificate) {

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException saying which key is wrong and what to do
   */
  public StoreAddress address() {
    return new StoreAddress(
        endpoint,
        bucket,
        SecretFile.choose("graft.store.access-key", accessKey, accessKeyFile, "graft"),
        SecretFile.choose("graft.store.secret-key", secretKey, secretKeyFile, "graft-secret"),
        region,
        readableBuckets == null ? Set.of() : Set.copyOf(readableBuckets),
        caCertificate);
  }

  @Override
  public String toString() {
    return "StoreConfig[" + endpoint + "/" + bucket + "]"; // never the secret
  }
}
