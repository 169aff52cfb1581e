package dev.graft.bench.swap;

import dev.graft.bench.predict.Generator;
import dev.graft.bench.predict.Window;
import dev.graft.bench.soak.Trend;
import dev.graft.bench.system.Metrics;
import dev.graft.bench.system.ResidentMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One replica under load, and what was seen of it. */
final class SwappedReplica {
  private static final String BACK = "{kind=\"back\"";

  private final String name;
  private final long pid;
  private final String http;
  private final Generator generator;
  private final List<Window> quiet = new ArrayList<>();
  private final List<Window> swapped = new ArrayList<>();
  private final List<Double> seconds = new ArrayList<>();
  private final List<Double> resident = new ArrayList<>();
  private final List<Double> arrays = new ArrayList<>();
  private double slowestBack;
  private double backsBefore;

  SwappedReplica(String name, long pid, String http, Generator generator) {
    this.name = name;
    this.pid = pid;
    this.http = http;
    this.generator = generator;
  }

  Generator generator() {
    return generator;
  }

  /** From here on it counts. */
  void begin() {
    backsBefore = Metrics.of(http).sum("graft_inference_convergence_seconds_count" + BACK);
  }

  void saw(Window window, boolean swaps, double at) {
    (swaps ? swapped : quiet).add(window);
    var metrics = Metrics.of(http);
    seconds.add(at);
    resident.add((double) ResidentMemory.kibibytes(pid) / 1024);
    arrays.add(metrics.sum("graft_native_arrays"));
    if (swaps) {
      slowestBack =
          Math.max(slowestBack, metrics.sum("graft_inference_convergence_seconds_max" + BACK));
    }
  }

  double ratio(int round) {
    return swapped.get(round).millis(99) / quiet.get(round).millis(99);
  }

  long failed() {
    return together().failed();
  }

  private Window together() {
    return and(quiet).and(and(swapped));
  }

  private static Window and(List<Window> windows) {
    return windows.stream().reduce(Window::and).orElseThrow();
  }

  List<String> row() {
    var metrics = Metrics.of(http);
    return List.of(
        name,
        String.valueOf(together().answered()),
        String.valueOf(failed()),
        text("%.2f, %.2f", and(quiet).millis(50), and(swapped).millis(50)),
        text("%.2f, %.2f", and(quiet).millis(99), and(swapped).millis(99)),
        text(
            "%.0f, %.0f ms",
            metrics.sum("graft_inference_convergence_seconds_count" + BACK) - backsBefore,
            1000 * slowestBack));
  }

  List<String> memory() {
    var trend =
        Trend.of(
            seconds.stream().mapToDouble(Double::doubleValue).toArray(),
            resident.stream().mapToDouble(Double::doubleValue).toArray());
    return List.of(
        name,
        text("%.0f", trend.level()),
        text("%+.1f (%+.1f to %+.1f)", trend.perHour(), trend.least(), trend.most()),
        text(
            "%.0f to %.0f",
            arrays.stream().mapToDouble(Double::doubleValue).min().orElse(-1),
            arrays.stream().mapToDouble(Double::doubleValue).max().orElse(-1)));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
