package dev.graft.deploy.endtoend;

import dev.graft.deploy.home.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Fresh folders below target, on a real file system; each of the test JVMs has its own. */
final class TestHomes {
  private TestHomes() {}

  static Home fresh(String name) {
    String fork = System.getProperty("graft.fork", "fork-1");
    var folder = Path.of("target", "endtoend", fork, name).toAbsolutePath();
    if (Files.exists(folder)) {
      delete(folder);
    }
    return new Home(folder);
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
