package dev.graft.connect;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.StoreUnavailableException;
import dev.graft.loop.LoopHealth;
import dev.graft.loop.Monitored;
import jakarta.inject.Singleton;

/** Whether the object store answers; makes its bucket if need be. */
@Singleton
final class StoreMonitor implements Monitored {
  private final BlobStore blobs;

  StoreMonitor(BlobStore blobs) {
    this.blobs = blobs;
  }

  @Override
  public String name() {
    return "store";
  }

  @Override
  public LoopHealth health() {
    try {
      blobs.ensureReady();
      return new LoopHealth(true, true, "answers");
    } catch (StoreUnavailableException e) {
      return new LoopHealth(true, false, String.valueOf(e.getMessage()));
    }
  }
}
