package dev.graft.blobs;

import dev.graft.tls.ClientTls;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * A bucket on any S3-compatible server. Uses plain S3 only: put, get, head, delete, list,
 * If-None-Match.
 */
final class S3BlobStore implements BlobStore {
  private static final long PART_BYTES = 16L << 20;
  private static final int AT_ONCE = 32;
  private static final long MAX_ARRAY = Integer.MAX_VALUE - 8L;
  private static final Map<String, String> ONLY_IF_ABSENT = Map.of("If-None-Match", "*");
  private static final Set<String> ABSENT = Set.of("NoSuchKey", "NoSuchObject", "NoSuchVersion");
  private static final Set<String> DENIED =
      Set.of("AccessDenied", "NoSuchBucket", "AllAccessDisabled");
  // 409: another create of the same key is under way, and will win.
  private static final Set<String> TAKEN =
      Set.of("PreconditionFailed", "ConditionalRequestConflict");

  private final StoreAddress address;
  private final MinioClient client;
  private final UnfinishedUploads uploads;

  S3BlobStore(StoreAddress address) {
    this.address = address;
    var http = http(address);
    this.client =
        MinioClient.builder()
            .endpoint(address.endpoint())
            .region(address.region())
            .credentials(address.accessKey(), address.secretKey())
            .httpClient(http)
            .build();
    this.uploads =
        new UnfinishedUploads(
            MinioAsyncClient.builder()
                .endpoint(address.endpoint())
                .region(address.region())
                .credentials(address.accessKey(), address.secretKey())
                .httpClient(http)
                .build(),
            address.bucket());
    client.setRetry(Set.of(), 1L, 1); // who calls knows whether and how long to try again
  }

  /** By default five requests to a host go at a time, and more connections than five are closed. */
  private static Dispatcher sideBySide() {
    var dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(AT_ONCE);
    dispatcher.setMaxRequestsPerHost(AT_ONCE);
    return dispatcher;
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

  @Override
  public boolean create(String key, byte[] bytes) {
    return created(
        key, () -> client.putObject(object(key, bytes).extraHeaders(ONLY_IF_ABSENT).build()));
  }

  @Override
  public boolean create(String key, Path file) {
    if (size(file) <= PART_BYTES) {
      return create(key, read(file));
    }
    // In parts, which can't be made conditional everywhere; two at the same instant write the same
    // bytes.
    if (stat(key).isPresent()) {
      return false;
    }
    return created(
        key,
        () ->
            client.uploadObject(
                UploadObjectArgs.builder()
                    .bucket(address.bucket())
                    .object(key)
                    .filename(file.toString(), PART_BYTES)
                    .build()));
  }

  @Override
  public void put(String key, byte[] bytes) {
    asked("put " + key, () -> client.putObject(object(key, bytes).build()));
  }

  @Override
  public Optional<byte[]> get(String key) {
    return present("get " + key, () -> readAll(address.bucket(), key, MAX_ARRAY));
  }

  @Override
  public InputStream open(String key) {
    return present("open " + key, () -> response(address.bucket(), key))
        .orElseThrow(() -> new BlobAbsentException("no object " + key + " in " + address));
  }

  @Override
  public Optional<Stat> stat(String key) {
    return present("stat " + key, () -> new Stat(sizeOf(address.bucket(), key)));
  }

  @Override
  public void delete(String key) {
    asked(
        "delete " + key,
        () -> {
          client.removeObject(
              RemoveObjectArgs.builder().bucket(address.bucket()).object(key).build());
          return true;
        });
  }

  @Override
  public List<String> list(String prefix) {
    var args =
        ListObjectsArgs.builder().bucket(address.bucket()).prefix(prefix).recursive(true).build();
    return asked(
        "list " + prefix,
        () -> {
          var keys = new ArrayList<String>();
          for (var result : client.listObjects(args)) {
            keys.add(result.get().objectName());
          }
          keys.sort(null);
          return List.copyOf(keys);
        });
  }

  @Override
  public int abandonUploads(Instant begunBefore) {
    return asked("look for unfinished uploads", () -> uploads.abandon(begunBefore));
  }

  @Override
  public void ensureReady() {
    asked(
        "look for the bucket",
        () -> {
          if (!client.bucketExists(BucketExistsArgs.builder().bucket(address.bucket()).build())) {
            makeBucket();
          }
          return true;
        });
  }

  @Override
  public Optional<byte[]> getFrom(String bucket, String key, long maxBytes) {
    if (!address.readableBuckets().contains(bucket)) {
      throw NotReadableException.bucket(bucket);
    }
    ObjectNames.check(key);
    return present("get " + bucket + "/" + key, () -> readAllowed(bucket, key, maxBytes));
  }

  private byte[] readAllowed(String bucket, String key, long maxBytes)
      throws MinioException, IOException {
    try {
      return readAll(bucket, key, maxBytes);
    } catch (ErrorResponseException e) {
      if (DENIED.contains(e.errorResponse().code())) {
        throw NotReadableException.bucket(bucket);
      }
      throw e;
    }
  }

  private void makeBucket() throws MinioException {
    try {
      client.makeBucket(MakeBucketArgs.builder().bucket(address.bucket()).build());
    } catch (ErrorResponseException e) {
      if (!e.errorResponse().code().startsWith("BucketAlready")) { // another service was faster
        throw e;
      }
    }
  }

  private PutObjectArgs.Builder object(String key, byte[] bytes) {
    return PutObjectArgs.builder().bucket(address.bucket()).object(key).data(bytes, bytes.length);
  }

  private GetObjectResponse response(String bucket, String key) throws MinioException {
    return client.getObject(GetObjectArgs.builder().bucket(bucket).object(key).build());
  }

  private byte[] readAll(String bucket, String key, long maxBytes)
      throws MinioException, IOException {
    try (var response = response(bucket, key)) {
      var bytes = response.readNBytes((int) Math.min(MAX_ARRAY, maxBytes + 1));
      if (bytes.length > maxBytes) {
        throw NotReadableException.tooLarge(bucket, key, sizeOf(bucket, key), maxBytes);
      }
      return bytes;
    }
  }

  private long sizeOf(String bucket, String key) throws MinioException {
    return client.statObject(StatObjectArgs.builder().bucket(bucket).object(key).build()).size();
  }

  private boolean created(String key, Call<?> call) {
    return asked(
        "create " + key,
        () -> {
          try {
            call.ask();
            return true;
          } catch (ErrorResponseException e) {
            if (TAKEN.contains(e.errorResponse().code())) {
              return false;
            }
            throw e;
          }
        });
  }

  private <T> Optional<T> present(String what, Call<T> call) {
    return asked(
        what,
        () -> {
          try {
            return Optional.of(call.ask());
          } catch (ErrorResponseException e) {
            if (ABSENT.contains(e.errorResponse().code())) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private <T> T asked(String what, Call<T> call) {
    try {
      return call.ask();
    } catch (MinioException
        | IOException
        | IllegalStateException e) { // the client wraps a refused connection in the last
      throw new StoreUnavailableException(
          "can't " + what + " in " + address + ": " + e.getMessage(), e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Call<T> {
    T ask() throws MinioException, IOException;
  }
}
