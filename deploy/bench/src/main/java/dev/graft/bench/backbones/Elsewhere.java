package dev.graft.bench.backbones;

import dev.graft.bench.report.Report;
import dev.graft.bench.system.SideProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The same networks on another device: equal answers, and how fast with all copies. */
final class Elsewhere {
  private static final int PASSES = 20;
  private static final double TOLERANCE = 1e-3;

  private final Report report;
  private final List<Integer> batches;

  Elsewhere(Report report, List<Integer> batches) {
    this.report = report;
    this.batches = batches;
  }

  void of(SideProcess device, List<String> names) {
    var rows = new ArrayList<List<String>>();
    int within = 0;
    for (var name : names) {
      device.ask("open " + name);
      var off = device.ask("off 2");
      within += Double.parseDouble(off) <= TOLERANCE ? 1 : 0;
      var row = new ArrayList<>(List.of(name, off));
      for (int batch : batches) {
        var speeds = device.ask("share %d %d".formatted(batch, PASSES)).split(" ");
        double whole = Double.parseDouble(speeds[0]);
        row.add(
            String.format(Locale.ROOT, "%.0f, %.2f", whole, whole / Double.parseDouble(speeds[1])));
      }
      rows.add(row);
    }
    var heads = new ArrayList<>(List.of("network", "off by, of the largest value"));
    batches.forEach(batch -> heads.add("batch %d: pictures/s, share of bare".formatted(batch)));
    report.table(heads, rows);
    report.line(
        "%d of %d networks within %s of the processor's embeddings."
            .formatted(within, names.size(), TOLERANCE));
  }
}
