package dev.graft.ingest.grpc;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How many bytes of pictures all uploads hold together; who finds it full asks for no more. */
final class UploadRoom {
  private final long mostBytes;
  private long bytes; // guarded by this, as is waiting
  private final Set<Runnable> waiting = new LinkedHashSet<>();

  UploadRoom(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Never refuses: what has arrived is there. */
  synchronized void enter(long size) {
    bytes += size;
  }

  void leave(long size) {
    List<Runnable> next;
    synchronized (this) {
      bytes -= size;
      next = bytes < mostBytes ? List.copyOf(waiting) : List.of();
      next.forEach(waiting::remove);
    }
    next.forEach(Runnable::run);
  }

  /** False: there is none, and {@code again} is run once there is. */
  synchronized boolean free(Runnable again) {
    if (bytes < mostBytes) {
      return true;
    }
    waiting.add(again);
    return false;
  }

  synchronized void forget(Runnable again) {
    waiting.remove(again);
  }

  synchronized long held() {
    return bytes;
  }
}
