package dev.graft.trainer.tune;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of each run for what the trunk made of its pictures. It goes when the run ends, and with
 * it all that this disk knew of anyone's pictures.
 *
 * @param mostBytes in one of them
 */
record RunFolders(Path all, long mostBytes) {

  Path of(String runId) {
    return all.resolve(runId);
  }

  /** Those of runs that ended, or went on elsewhere. */
  void deleteAllBut(String runId) {
    if (!Files.isDirectory(all)) {
      return;
    }
    try (Stream<Path> folders = Files.list(all)) {
      folders
          .filter(folder -> !folder.equals(of(runId)))
          .forEach(folder -> delete(folder.getFileName().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String runId) {
    Path folder = of(runId);
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
