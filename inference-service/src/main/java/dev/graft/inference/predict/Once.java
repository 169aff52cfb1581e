package dev.graft.inference.predict;

import java.util.concurrent.atomic.AtomicBoolean;

/** Does something the first time only. */
final class Once implements Runnable {

  private final Runnable what;
  private final AtomicBoolean done = new AtomicBoolean();

  Once(Runnable what) {
    this.what = what;
  }

  @Override
  public void run() {
    if (!done.getAndSet(true)) {
      what.run();
    }
  }
}
