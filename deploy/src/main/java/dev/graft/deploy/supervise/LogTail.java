package dev.graft.deploy.supervise;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, whatever its size. */
public final class LogTail {
  private static final int BYTES_A_LINE = 400;

  private LogTail() {}

  /** The last lines, or a remark that there are none. */
  public static String of(Path log, int lines) {
    if (!Files.exists(log)) {
      return "(" + log + " does not exist)";
    }
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - (long) lines * BYTES_A_LINE);
      var bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      var found = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", last(found, lines));
    } catch (IOException e) {
      return "(" + log + " is not readable: " + e + ")";
    }
  }

  private static List<String> last(List<String> lines, int count) {
    return lines.subList(Math.max(0, lines.size() - count), lines.size());
  }
}
