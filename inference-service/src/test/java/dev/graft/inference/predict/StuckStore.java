package dev.graft.inference.predict;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that does not answer until the test lets it. */
final class StuckStore implements BlobStore {
  final BlobStore real = BlobStores.inMemory();
  final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);

  void answer() {
    gate.countDown();
  }

  private BlobStore wait(BlobStore store) {
    asked.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return store;
  }

  @Override
  public boolean create(String key, byte[] bytes) {
    return wait(real).create(key, bytes);
  }

  @Override
  public boolean create(String key, Path file) {
    return wait(real).create(key, file);
  }

  @Override
  public void put(String key, byte[] bytes) {
    wait(real).put(key, bytes);
  }

  @Override
  public Optional<byte[]> get(String key) {
    return wait(real).get(key);
  }

  @Override
  public InputStream open(String key) {
    return wait(real).open(key);
  }

  @Override
  public Optional<Stat> stat(String key) {
    return wait(real).stat(key);
  }

  @Override
  public void delete(String key) {
    wait(real).delete(key);
  }

  @Override
  public List<String> list(String prefix) {
    return wait(real).list(prefix);
  }

  @Override
  public void ensureReady() {
    wait(real).ensureReady();
  }

  @Override
  public Optional<byte[]> getFrom(String bucket, String key, long maxBytes) {
    return wait(real).getFrom(bucket, key, maxBytes);
  }
}
