package dev.graft.deploy.lab;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws how fine-tunes learned, epoch by epoch: what is held back as a line, training dashed. */
final class LearningPlots {
  private static final BasicStroke LINE = new BasicStroke(2f);
  private static final BasicStroke DASHES =
      new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0, new float[] {6, 5}, 0);

  /** Of Okabe and Ito's palette, which the colour-blind can tell apart. */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xE69F00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xD55E00));

  private final Plots plots;

  LearningPlots(Plots plots) {
    this.plots = plots;
  }

  /** {@code learning.png} and {@code loss.png}; neither where nothing was fine-tuned. */
  void draw(LabReport report) {
    var tuned =
        report.entries().stream()
            .filter(entry -> entry.guard() != null && !entry.curves().at().isEmpty())
            .toList();
    if (tuned.isEmpty()) {
      return;
    }
    XYChart accuracy = plots.lines("Accuracy by epoch", report, "accuracy");
    each(accuracy, tuned, Curves::training, Curves::validation);
    level(accuracy, report, tuned);
    plots.save(accuracy, "learning.png");
    XYChart loss = plots.lines("Loss by epoch", report, "loss");
    each(loss, tuned, Curves::trainingLoss, Curves::validationLoss);
    plots.save(loss, "loss.png");
  }

  private static void each(
      XYChart chart,
      List<Entry> tuned,
      Function<Curves, List<Double>> training,
      Function<Curves, List<Double>> validation) {
    for (int i = 0; i < tuned.size(); i++) {
      Curves curves = tuned.get(i).curves();
      Color colour = COLOURS.get(i % COLOURS.size());
      add(chart, tuned.get(i).name(), curves.at(), validation.apply(curves), colour, LINE);
      String name = tuned.get(i).name() + ", training";
      add(chart, name, curves.at(), training.apply(curves), colour, DASHES);
    }
  }

  private static void add(
      XYChart chart, String name, List<Double> x, List<Double> y, Color colour, BasicStroke line) {
    var series = chart.addSeries(name, x, y);
    series.setMarkerColor(colour);
    series.setMarker(line.equals(LINE) ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    series.setLineColor(colour).setLineStyle(line);
  }

  /** The head alone has no epochs; it is what the others are held against. */
  private static void level(XYChart chart, LabReport report, List<Entry> tuned) {
    double longest =
        tuned.stream().mapToDouble(entry -> Collections.max(entry.curves().at())).max().orElse(1);
    report.entries().stream()
        .filter(entry -> entry.guard() == null)
        .forEach(
            entry -> {
              double level = entry.validationAccuracy();
              var ends = List.of(1.0, Math.max(2, longest));
              add(chart, entry.name(), ends, List.of(level, level), Color.BLACK, LINE);
            });
  }
}
