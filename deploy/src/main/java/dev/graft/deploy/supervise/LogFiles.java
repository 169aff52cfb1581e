package dev.graft.deploy.supervise;

import dev.graft.deploy.home.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Keeps the logs of the children small. A child appends to its log, which stays open for as long as
 * it lives, so what is too large is copied aside and cut to nothing in place; a line that is
 * written between the two is lost.
 *
 * @param largest of a log; with the one set aside a part has at most about twice as much
 */
record LogFiles(Home home, long largest) {
  static final long LARGEST = 16 << 20;

  /** Sets the log of a part aside if it is too large. */
  void trim(String part) {
    var log = home.log(part);
    try {
      if (Files.exists(log) && Files.size(log) > largest) {
        Files.copy(log, home.log(part + ".before"), StandardCopyOption.REPLACE_EXISTING);
        try (var channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
          channel.truncate(0);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't set " + log + " aside", e);
    }
  }
}
