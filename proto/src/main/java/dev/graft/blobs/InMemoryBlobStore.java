package dev.graft.blobs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A bucket in memory. */
final class InMemoryBlobStore implements BlobStore {
  private final ConcurrentNavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final Map<String, BlobStore> readable;

  InMemoryBlobStore(Map<String, BlobStore> readable) {
    this.readable = readable;
  }

  @Override
  public boolean create(String key, byte[] bytes) {
    return objects.putIfAbsent(key, bytes.clone()) == null;
  }

  @Override
  public boolean create(String key, Path file) {
    try {
      return create(key, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void put(String key, byte[] bytes) {
    objects.put(key, bytes.clone());
  }

  @Override
  public Optional<byte[]> get(String key) {
    return Optional.ofNullable(objects.get(key)).map(byte[]::clone);
  }

  @Override
  public InputStream open(String key) {
    return new ByteArrayInputStream(
        get(key).orElseThrow(() -> new BlobAbsentException("no object " + key + " in the store")));
  }

  @Override
  public Optional<Stat> stat(String key) {
    return get(key).map(bytes -> new Stat(bytes.length));
  }

  @Override
  public void delete(String key) {
    objects.remove(key);
  }

  @Override
  public List<String> list(String prefix) {
    return objects.tailMap(prefix).keySet().stream()
        .takeWhile(key -> key.startsWith(prefix))
        .toList();
  }

  @Override
  public void ensureReady() {}

  @Override
  public Optional<byte[]> getFrom(String bucket, String key, long maxBytes) {
    var other = readable.get(bucket);
    if (other == null) {
      throw NotReadableException.bucket(bucket);
    }
    ObjectNames.check(key);
    var size = other.stat(key).map(Stat::bytes).orElse(0L);
    if (size > maxBytes) {
      throw NotReadableException.tooLarge(bucket, key, size, maxBytes);
    }
    return other.get(key);
  }
}
