package dev.graft.blobs;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A bucket on any S3-compatible server. Uses plain S3 only: put, get, head, delete, list,
 * If-None-Match.
 */
final class S3BlobStore implements BlobStore {
  private static final long PART_BYTES = 16L << 20;
  private static final long MAX_ARRAY = Integer.MAX_VALUE - 8L;
  private static final Map<String, String> ONLY_IF_ABSENT = Map.of("If-None-Match", "*");
  private static final Set<String> DENIED =
      Set.of("AccessDenied", "NoSuchBucket", "AllAccessDisabled");

  private final StoreAddress address;
  private final MinioClient client;
  private final S3Calls calls;
  private final UnfinishedUploads uploads;

  S3BlobStore(StoreAddress address) {
    this.address = address;
    var clients = new S3Clients(address);
    this.client = clients.client();
    this.calls = new S3Calls(address);
    this.uploads = new UnfinishedUploads(clients.asyncClient(), address.bucket());
  }

  @Override
  public boolean create(String key, byte[] bytes) {
    return calls.created(
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
    return calls.created(
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
    calls.asked("put " + key, () -> client.putObject(object(key, bytes).build()));
  }

  @Override
  public Optional<byte[]> get(String key) {
    return calls.present("get " + key, () -> readAll(address.bucket(), key, MAX_ARRAY));
  }

  @Override
  public InputStream open(String key) {
    return calls
        .present("open " + key, () -> response(address.bucket(), key))
        .orElseThrow(() -> new BlobAbsentException("no object " + key + " in " + address));
  }

  @Override
  public Optional<Stat> stat(String key) {
    return calls.present("stat " + key, () -> new Stat(sizeOf(address.bucket(), key)));
  }

  @Override
  public void delete(String key) {
    calls.asked(
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
    return calls.asked(
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
    return calls.asked("look for unfinished uploads", () -> uploads.abandon(begunBefore));
  }

  @Override
  public void ensureReady() {
    calls.asked(
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
    return calls.present("get " + bucket + "/" + key, () -> readAllowed(bucket, key, maxBytes));
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
}
