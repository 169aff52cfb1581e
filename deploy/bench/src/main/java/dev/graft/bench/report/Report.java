package dev.graft.bench.report;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Prints a run as Markdown, as RESULTS.md holds it. */
public final class Report {
  private final PrintStream out;

  private Report(PrintStream out) {
    this.out = out;
  }

  /** Begins with what was run and where. */
  public static Report begin(PrintStream out, Path root, String command) {
    return begin(out, root, command, Map.of());
  }

  /** As {@link #begin(PrintStream, Path, String)}, with what {@code --set} gave the services. */
  public static Report begin(
      PrintStream out, Path root, String arguments, Map<String, String> settings) {
    var command = new StringBuilder(arguments);
    settings.forEach((key, value) -> command.append(" --set " + key + "=" + value));
    var report = new Report(out);
    report.line("Command: `deploy/bench/bench " + command + "`");
    report.line("Machine: " + Machine.here(root).sentence());
    report.line("");
    return report;
  }

  public void line(String text) {
    out.println(text);
    out.flush();
  }

  /** A table with a first row of names. */
  public void table(List<String> names, List<List<String>> rows) {
    line("");
    line(row(names));
    line("|" + "---|".repeat(names.size()));
    rows.forEach(cells -> line(row(cells)));
    line("");
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}
