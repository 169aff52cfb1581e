package dev.graft.bench.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process takes of the machine's memory, as the kernel counts it. */
public final class ResidentMemory {
  private ResidentMemory() {}

  /**
   * VmRSS.
   *
   * @throws UncheckedIOException the process is gone
   */
  public static long kibibytes(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException("a process is gone", e);
    }
  }
}
