package dev.graft.inference.serve;

import dev.graft.blobs.StoreUnavailableException;
import dev.graft.vision.bundle.BundleFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Files of a store that breaks when told to. */
final class FlakyFiles implements BundleFiles {

  private final BundleFiles files;
  private final AtomicInteger misses = new AtomicInteger();
  private final AtomicInteger seenTroubled = new AtomicInteger();
  private volatile int failures;
  private volatile String why = "";
  private volatile Swapper watched;
  private volatile Runnable onMiss = () -> {};
  private volatile Runnable onRead = () -> {};

  FlakyFiles(BundleFiles files) {
    this.files = files;
  }

  void breakFor(int failures, String why, Swapper watched) {
    this.why = why;
    this.watched = watched;
    this.failures = failures;
  }

  void onMiss(Runnable onMiss) {
    this.onMiss = onMiss;
  }

  /** Called before any bundle is read; may wait. */
  void onRead(Runnable onRead) {
    this.onRead = onRead;
  }

  int misses() {
    return misses.get();
  }

  /** How often the health spoke of the trouble when the next try began. */
  int seenTroubled() {
    return seenTroubled.get();
  }

  @Override
  public byte[] manifest(String digest) throws IOException {
    onRead.run();
    if (!why.isEmpty() && watched.health().why().contains(why)) {
      seenTroubled.incrementAndGet();
    }
    if (failures > 0) {
      failures--;
      throw new StoreUnavailableException(why);
    }
    try {
      return files.manifest(digest);
    } catch (FileNotFoundException e) {
      misses.incrementAndGet();
      onMiss.run();
      throw e;
    }
  }

  @Override
  public byte[] file(String digest) throws IOException {
    return files.file(digest);
  }
}
