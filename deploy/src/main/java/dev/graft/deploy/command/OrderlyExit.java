package dev.graft.deploy.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C for what computes in native code: the thread is interrupted, and the JVM ends when it has
 * left. PyTorch takes its own state down at the end of a process, and a pass that is still under
 * way then crashes.
 */
final class OrderlyExit implements AutoCloseable {
  /** The longest that computes without asking whether it shall go on: a look at a whole part. */
  private static final long PATIENCE_SECONDS = 60;

  private final Thread worker;
  private final CountDownLatch left = new CountDownLatch(1);
  private final Thread hook = new Thread(this::leave, "leave");

  private OrderlyExit(Thread worker) {
    this.worker = worker;
  }

  /** Until it is closed, by this thread. */
  static OrderlyExit ofThisThread() {
    var exit = new OrderlyExit(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(exit.hook);
    return exit;
  }

  /** Returns when the thread has closed this, or does not come to it. */
  void leave() {
    worker.interrupt();
    try {
      if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("graft: what is being computed does not come to an end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    left.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException leaving) {
      // The hook is what waits for this.
    }
  }
}
