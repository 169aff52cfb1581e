package dev.graft.feature.embed;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets live images go before those of a back-fill: between two of its batches a back-fill waits
 * while live work is under way, but never longer than agreed, so that it ends at last under any
 * load.
 */
public final class LiveFirst {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final Duration longestWait;
  private int live; // guarded by lock

  public LiveFirst(Duration longestWait) {
    this.longestWait = longestWait;
  }

  /** Live work. */
  public <T> T live(Callable<T> work) throws Exception {
    count(1);
    try {
      return work.call();
    } finally {
      count(-1);
    }
  }

  /** Called by a back-fill before each of its batches. */
  public void letLiveGoFirst() throws InterruptedException {
    long left = longestWait.toNanos();
    lock.lock();
    try {
      while (live > 0 && left > 0) {
        left = idle.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void count(int change) {
    lock.lock();
    try {
      live += change;
      if (live == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
