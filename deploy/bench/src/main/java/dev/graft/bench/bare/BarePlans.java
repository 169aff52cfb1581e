package dev.graft.bench.bare;

import dev.graft.bench.system.SideProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The bare loop, in its process, and the search for what suits it best. */
public final class BarePlans implements AutoCloseable {
  private static final List<Integer> BATCHES = List.of(1, 2, 4, 8, 16, 32);

  private final SideProcess process;

  /** How the bare loop runs, as its process takes it, and how fast it was when found. */
  public record Best(String layout, int batch, double imagesPerSecond) {
    /** For people. */
    public String text() {
      return String.format(
          Locale.ROOT, "%s, batch %d", layout.toLowerCase(Locale.ROOT).replace('_', '-'), batch);
    }
  }

  /**
   * Starts the process, with the heap and collector that the services have.
   *
   * @param threads that decode and run forward passes
   */
  public BarePlans(Path images, int pictures, Path weights, int threads) {
    process =
        SideProcess.start(
            BareMain.class,
            List.of("-Xmx1g", "-XX:+UseSerialGC"),
            List.of(
                images.toString(),
                String.valueOf(pictures),
                weights.toString(),
                String.valueOf(threads)));
  }

  /** Warms up, then runs every layout and batch and returns the fastest. */
  public Best search(int imagesEach) {
    imagesPerSecond(new Best("CHANNELS_LAST", 1, 0), 2 * imagesEach);
    var best = new Best("PLAIN", 1, 0);
    for (var layout : List.of("PLAIN", "CHANNELS_LAST")) {
      for (int batch : BATCHES) {
        var tried = new Best(layout, batch, 0);
        double speed =
            Math.max(imagesPerSecond(tried, imagesEach), imagesPerSecond(tried, imagesEach));
        System.err.printf("bare: %s: %.1f images/s%n", tried.text(), speed);
        best = speed > best.imagesPerSecond() ? new Best(layout, batch, speed) : best;
      }
    }
    return best;
  }

  public double imagesPerSecond(Best plan, int images) {
    return Double.parseDouble(
        process.ask("run %s %d %d".formatted(plan.layout(), plan.batch(), images)));
  }

  /** Milliseconds of each of so many pictures alone, one after the other, from one on. */
  public double[] oneAfterTheOther(Best plan, int from, int images) {
    return SideProcess.numbers(
        process.ask("alone %s %d %d".formatted(plan.layout(), from, images)));
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
  }
}
