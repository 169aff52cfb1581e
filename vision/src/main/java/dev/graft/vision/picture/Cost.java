package dev.graft.vision.picture;

import java.util.concurrent.Semaphore;

/**
 * What one picture may cost. Checks what its header promises against the limits, and waits until
 * the process has the memory: half of its heap, shared by all decoders, since a dozen honest but
 * huge pictures must not exhaust it together. The memory is held until this is closed.
 */
final class Cost implements AutoCloseable {
  private static final long MIB = 1 << 20;
  private static final int TOTAL_MIB =
      (int) Math.max(1, Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 2 / MIB));
  private static final Semaphore MEMORY = new Semaphore(TOTAL_MIB, true);

  private final PictureLimits limits;
  private final long copiesMib;
  private int held;

  /**
   * Of one picture.
   *
   * @param encodedBytes of it; readers keep up to two copies
   */
  Cost(PictureLimits limits, long encodedBytes) {
    this.limits = limits;
    this.copiesMib = 2 * encodedBytes / MIB;
  }

  /** Decoding that may take memory. */
  @FunctionalInterface
  interface Decoding {
    Picture run() throws UnreadablePicture;
  }

  long maxPixels() {
    return limits.maxPixels();
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

  /** Waits until the memory is free, and decodes. At most once. */
  Picture within(long width, long height, int bytesPerPixel, Decoding decoding)
      throws UnreadablePicture {
    long mib = width * height * bytesPerPixel / MIB + 1 + copiesMib;
    if (mib > TOTAL_MIB) {
      throw new UnreadablePicture(
          Fault.TOO_MANY_PIXELS,
          "It needs %d MiB to be decoded; this process gives at most %d."
              .formatted(mib, TOTAL_MIB));
    }
    MEMORY.acquireUninterruptibly((int) mib);
    held += (int) mib;
    try {
      return decoding.run();
    } catch (OutOfMemoryError e) { // everything else took more than its half
      throw new UnreadablePicture(
          Fault.TOO_MANY_PIXELS,
          "This process has not the memory left to decode %d by %d pixels."
              .formatted(width, height));
    }
  }

  @Override
  public void close() {
    MEMORY.release(held);
    held = 0;
  }
}
