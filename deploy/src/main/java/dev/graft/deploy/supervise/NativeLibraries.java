package dev.graft.deploy.supervise;

import dev.graft.deploy.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Unpacks PyTorch's libraries before three services would all do so at once. */
public final class NativeLibraries {
  private static final String MARK = ".graft-unpacked";

  private NativeLibraries() {}

  /** Where they lie: once, 450 MB, shared by all installations of a user. */
  public static Path folder() {
    var named = System.getenv("DJL_CACHE_DIR");
    return named == null || named.isBlank()
        ? Path.of(System.getProperty("user.home"), ".graft", "natives")
        : Path.of(named);
  }

  /** Returns when they are unpacked, by us or by somebody else at the same time. */
  public static void ensure(Consumer<String> say) {
    var mark = folder().resolve(MARK);
    if (Files.exists(mark)) {
      return;
    }
    try {
      Files.createDirectories(folder());
      try (var channel =
              FileChannel.open(
                  folder().resolve(MARK + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          var lock = channel.lock()) {
        if (!Files.exists(mark)) {
          say.accept("unpacking PyTorch's libraries (450 MB) into " + folder() + ", once");
          unpack();
          Files.writeString(mark, "");
        }
        lock.release();
      }
    } catch (IOException e) {
      throw new Failure("can't unpack into " + folder() + ": " + e.getMessage(), e);
    }
  }

  /** In a process of its own, so that loading them costs a command nothing. */
  private static void unpack() throws IOException {
    var command = Installation.java();
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.graft.deploy.child.UnpackMain");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DJL_CACHE_DIR", folder().toString());
    var process = builder.start();
    var said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new Failure("PyTorch's libraries could not be loaded:\n" + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while unpacking", e);
    }
  }
}
