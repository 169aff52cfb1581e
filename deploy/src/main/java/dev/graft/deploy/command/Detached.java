package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Home;
import dev.graft.deploy.home.HomeLock;
import dev.graft.deploy.home.RunFile;
import dev.graft.deploy.supervise.Installation;
import dev.graft.deploy.supervise.LogTail;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the same command once more as a process that outlives us, and waits until it is ready. */
final class Detached {
  private Detached() {}

  static void up(Home home, List<String> arguments, Duration patience) {
    HomeLock.take(home).close(); // says what is wrong here, not in a log
    var process = start(home, arguments);
    var deadline = Instant.now().plus(patience).plus(patience);
    while (!RunFile.read(home).filter(RunFile::ready).isPresent()) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        process.destroy();
        throw new Failure(LogTail.of(home.log("supervisor"), 20));
      }
      pause();
    }
  }

  private static Process start(Home home, List<String> arguments) {
    var log = home.log("supervisor").toFile();
    try {
      return new ProcessBuilder(command(arguments))
          .redirectInput(new File("/dev/null"))
          .redirectErrorStream(true)
          .redirectOutput(log)
          .start();
    } catch (IOException e) {
      throw new Failure("can't start the supervisor: " + e.getMessage(), e);
    }
  }

  /** Our own arguments without the one that says to detach; deaf to the terminal's Ctrl-C. */
  private static List<String> command(List<String> arguments) {
    var command =
        new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "graft"));
    command.addAll(Installation.java());
    command.add("-Dgraft.root=" + System.getProperty("graft.root"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.graft.deploy.Graft");
    arguments.stream()
        .filter(argument -> !argument.equals("-d") && !argument.equals("--detach"))
        .forEach(command::add);
    return command;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }
}
