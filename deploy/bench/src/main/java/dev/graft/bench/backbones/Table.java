package dev.graft.bench.backbones;

import dev.graft.bench.report.Report;
import dev.graft.bench.system.SideProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A row for each network: milliseconds a picture and ratios, at each batch size. */
final class Table {
  private final Report report;
  private final List<Integer> batches;

  Table(Report report, List<Integer> batches) {
    this.report = report;
    this.batches = batches;
  }

  void of(SideProcess ours, SideProcess theirs, List<String> names, Duel duel) {
    var rows = new ArrayList<List<String>>();
    var ratios = new ArrayList<Double>();
    for (var name : names) {
      ours.ask("open " + name);
      System.err.printf("%s: folding moved PyTorch's by %s%n", name, theirs.ask("open " + name));
      var row = new ArrayList<>(List.of(name));
      double logs = 0;
      for (int batch : batches) {
        var outcome = duel.fight(ours, theirs, batch);
        System.err.printf("%s, batch %d: %s%n", name, batch, outcome.ratio().text(3));
        row.add(outcome.ours().text(batch));
        row.add(outcome.theirs().text(batch));
        row.add(outcome.ratio().text(2));
        logs += Math.log(outcome.ratio().median());
      }
      double ratio = Math.exp(logs / batches.size());
      ratios.add(ratio);
      row.add(number(ratio));
      rows.add(row);
    }
    report.table(heads(true), rows);
    double mean = Math.exp(ratios.stream().mapToDouble(Math::log).average().orElseThrow());
    double worst = ratios.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    report.line(
        "Our time over PyTorch eager's, geometric mean over %d networks: %s; the worst network's: %s."
            .formatted(names.size(), number(mean), number(worst)));
  }

  void ofUsAlone(SideProcess ours, List<String> names, Duel duel) {
    var rows = new ArrayList<List<String>>();
    for (var name : names) {
      ours.ask("open " + name);
      var row = new ArrayList<>(List.of(name));
      batches.forEach(batch -> row.add(duel.alone(ours, batch).text(batch)));
      rows.add(row);
    }
    report.table(heads(false), rows);
  }

  private List<String> heads(boolean both) {
    var heads = new ArrayList<>(List.of("network"));
    for (int batch : batches) {
      heads.add("batch %d: ours, ms/picture".formatted(batch));
      if (both) {
        heads.addAll(List.of("PyTorch", "ratio"));
      }
    }
    if (both) {
      heads.add("mean ratio");
    }
    return heads;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
