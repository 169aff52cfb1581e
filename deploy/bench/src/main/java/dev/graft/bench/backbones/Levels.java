package dev.graft.bench.backbones;

import dev.graft.bench.report.Report;
import dev.graft.bench.system.SideProcess;
import java.util.ArrayList;
import java.util.List;

/** What is held after many passes that was not held after few. */
final class Levels {
  private final Report report;
  private final int passes;

  Levels(Report report, int passes) {
    this.report = report;
    this.passes = passes;
  }

  void of(SideProcess ours, List<String> names) {
    var rows = new ArrayList<List<String>>();
    for (var name : names) {
      ours.ask("open " + name);
      var levels = ours.ask("level " + passes).split(" ");
      System.err.println(name + ": " + String.join(" ", levels));
      rows.add(List.of(name, levels[0], levels[2], levels[1], levels[3]));
    }
    int early = Math.max(1, passes / 10);
    report.table(
        List.of(
            "network",
            "resident after %d passes, MiB".formatted(early),
            "after %d".formatted(passes),
            "native arrays after %d".formatted(early),
            "after %d".formatted(passes)),
        rows);
  }
}
