package dev.graft.vision.picture;

import com.sun.management.ThreadMXBean;
import dev.graft.vision.hostile.HostilePicture;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Decodes on a thread of its own, so that one that hangs can be named; counts what it allocates.
 */
final class Watched implements AutoCloseable {
  static final String READ = "read";

  /** Only to notice what would never end: the worst case needs a few seconds. */
  private static final long HANGS_AFTER_SECONDS = 60;

  private static final Preprocessing SMALL = Preprocessing.imagenet(36, 32);

  /** What became of it: {@link #READ} or the reason why not, or what it threw. */
  record Seen(String reason, Throwable thrown, long allocated) {}

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            var decoding = new Thread(work, "decoding");
            decoding.setDaemon(true);
            return decoding;
          });

  Seen decode(PictureDecoder decoder, HostilePicture picture) {
    try {
      return thread
          .submit(() -> measured(decoder, picture.bytes()))
          .get(HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(picture + " hangs", e);
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(picture.name(), e);
    }
  }

  private static Seen measured(PictureDecoder decoder, byte[] bytes) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    String reason = null;
    Throwable thrown = null;
    try {
      reason = answer(decoder, bytes);
    } catch (RuntimeException | Error e) {
      thrown = e;
    }
    return new Seen(reason, thrown, threads.getCurrentThreadAllocatedBytes() - before);
  }

  /** As a service does: decode, prepare, forget the picture. */
  static String answer(PictureDecoder decoder, byte[] bytes) {
    return decoder.decode(
        bytes,
        decoded -> SMALL.tensor(decoded).length == 3 * 32 * 32 ? READ : "",
        Decoded.Unreadable::reason);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
