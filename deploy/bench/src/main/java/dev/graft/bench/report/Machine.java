package dev.graft.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * What a figure was measured on; every report begins with it.
 *
 * @param memoryGibibytes of the whole machine
 * @param commit of the sources, with {@code +} if there are changes beside it; "unknown" outside a
 *     clone
 */
public record Machine(
    int cores, String processor, long memoryGibibytes, String jdk, String commit, String date) {

  /** This one, now. */
  public static Machine here(Path root) {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        field("/proc/cpuinfo", "model name"),
        Math.round(kibibytes(field("/proc/meminfo", "MemTotal")) / (1024.0 * 1024.0)),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        commit(root),
        ZonedDateTime.now(Clock.system(ZoneOffset.UTC))
            .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'")));
  }

  String sentence() {
    return "%d cores (%s), %d GiB, %s; commit %s; %s"
        .formatted(cores, processor, memoryGibibytes, jdk, commit, date);
  }

  /** The value of the first line {@code name : value}; "unknown" where there is no such file. */
  private static String field(String file, String name) {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static long kibibytes(String value) {
    var digits = value.replaceAll("[^0-9]", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }

  private static String commit(Path root) {
    var head = git(root, "rev-parse", "--short", "HEAD");
    if (head.isEmpty()) {
      return "unknown";
    }
    return git(root, "status", "--porcelain", "--untracked-files=no").isEmpty() ? head : head + "+";
  }

  private static String git(Path root, String... arguments) {
    try {
      var command = new java.util.ArrayList<>(java.util.List.of("git", "-C", root.toString()));
      command.addAll(java.util.List.of(arguments));
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? said.strip() : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
