package dev.graft.bench.backbones;

import dev.graft.bench.report.Report;
import dev.graft.bench.report.Spread;
import dev.graft.bench.system.SideProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The same networks on another device: equal answers, and how fast with all copies. */
final class Elsewhere {
  private static final int PASSES = 20;
  private static final int ROUNDS = 3;
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
        row.addAll(speeds(device, batch));
      }
      System.err.println(String.join(" | ", row));
      rows.add(row);
    }
    var heads = new ArrayList<>(List.of("network", "off by, of the largest value"));
    for (int batch : batches) {
      heads.add("batch %d: pictures/s".formatted(batch));
      heads.addAll(List.of("of bare", "two at a time", "with preprocessing"));
    }
    report.table(heads, rows);
    report.line(
        "%d of %d networks within %s of the processor's embeddings."
            .formatted(within, names.size(), TOLERANCE));
  }

  /** Medians of the rounds; a share is one of a round's own figures. */
  private static List<String> speeds(SideProcess device, int batch) {
    var rounds = new ArrayList<double[]>();
    for (int round = 0; round < ROUNDS; round++) {
      var speeds = device.ask("share %d %d".formatted(batch, PASSES)).split(" ");
      rounds.add(Stream.of(speeds).mapToDouble(Double::parseDouble).toArray());
    }
    return List.of(
        median(rounds, "%.0f", speeds -> speeds[1]),
        median(rounds, "%.2f", speeds -> speeds[1] / speeds[0]),
        median(rounds, "%.2f", speeds -> speeds[2] / speeds[0]),
        median(rounds, "%.0f", speeds -> speeds[3]));
  }

  private static String median(
      List<double[]> rounds, String format, ToDoubleFunction<double[]> figure) {
    var figures = rounds.stream().map(figure::applyAsDouble).toList();
    return String.format(Locale.ROOT, format, Spread.of(figures).median());
  }
}
