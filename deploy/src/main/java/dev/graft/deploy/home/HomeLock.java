package dev.graft.deploy.home;

import dev.graft.deploy.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/**
 * Held by the one supervisor of a home for as long as it lives; the operating system frees it if
 * that is killed.
 */
public final class HomeLock implements AutoCloseable {
  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws Failure if another supervisor holds it
   */
  public static HomeLock take(Home home) {
    try {
      var channel =
          FileChannel.open(
              home.ensured().lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new Failure(taken(home));
      }
      return new HomeLock(channel);
    } catch (IOException e) {
      throw new Failure("can't lock " + home.lockFile() + ": " + e, e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException held) {
      return false;
    }
  }

  private static String taken(Home home) {
    var process =
        RunFile.read(home).map(run -> " (process " + run.supervisor().pid() + ")").orElse("");
    return "Graft is already up in %s%s. `graft status` shows it, `graft down` stops it; a second one needs another folder: --home DIR."
        .formatted(home.folder(), process);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new Failure("can't free the lock: " + e, e);
    }
  }
}
