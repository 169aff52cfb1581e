package dev.graft.vision.picture;

import java.util.concurrent.Semaphore;

/**
 * Checks what a header promises against the limits, and lets only so many pictures be decoded at
 * once as half of the heap can hold: a dozen honest but huge ones must not exhaust it together.
 */
final class Cost {
  private static final long MIB = 1 << 20;

  private final PictureLimits limits;
  private final int totalMib;
  private final Semaphore memory;

  Cost(PictureLimits limits) {
    this.limits = limits;
    this.totalMib = (int) Math.max(1, Runtime.getRuntime().maxMemory() / 2 / MIB);
    this.memory = new Semaphore(totalMib, true);
  }

  /** Decoding that may take memory. */
  @FunctionalInterface
  interface Decoding {
    Picture run() throws UnreadablePicture;
  }

  void checkPixels(long width, long height) throws UnreadablePicture {
    if (width < 1 || height < 1) {
      throw new UnreadablePicture(
          Fault.CORRUPT, "Its header says " + width + " by " + height + " pixels.");
    }
    if (width > Integer.MAX_VALUE / height || width * height > limits.maxPixels()) {
      throw new UnreadablePicture(
          Fault.TOO_MANY_PIXELS,
          "It has %d by %d pixels; at most %d are taken."
              .formatted(width, height, limits.maxPixels()));
    }
  }

  /** Waits until the memory is free, decodes, gives it back. */
  Picture within(long width, long height, int bytesPerPixel, Decoding decoding)
      throws UnreadablePicture {
    int mib = (int) Math.min(Integer.MAX_VALUE, width * height * bytesPerPixel / MIB + 1);
    if (mib > totalMib) {
      throw new UnreadablePicture(
          Fault.TOO_MANY_PIXELS,
          "It needs %d MiB to be decoded; this process gives at most %d.".formatted(mib, totalMib));
    }
    memory.acquireUninterruptibly(mib);
    try {
      return decoding.run();
    } finally {
      memory.release(mib);
    }
  }
}
