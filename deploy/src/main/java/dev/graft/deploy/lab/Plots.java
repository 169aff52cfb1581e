package dev.graft.deploy.lab;

import dev.graft.deploy.Failure;
import java.awt.Color;
import java.awt.Font;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws reports as PNG. */
final class Plots {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 600;
  private static final String ACCURACY = "accuracy";

  /** Blue, orange, green of Okabe and Ito's palette, which the colour-blind can tell apart. */
  private static final Color[] COLOURS = {
    new Color(0x0072B2), new Color(0xE69F00), new Color(0x009E73)
  };

  private final Path folder;
  private final Font font = PlotFont.load();

  Plots(Path folder) {
    this.folder = folder;
  }

  /** {@code accuracy.png}: every entry's accuracies, in order; a line where they are stages. */
  void accuracies(LabReport report, String title, String unit, boolean line) {
    var chart = categories(title + ", " + folderName(report), unit, ACCURACY);
    chart
        .getStyler()
        .setDefaultSeriesRenderStyle(
            line ? CategorySeriesRenderStyle.Line : CategorySeriesRenderStyle.Bar);
    chart.getStyler().setOverlapped(line); // points above their stage, bars beside each other
    add(chart, "validation", report, Entry::validationAccuracy);
    add(chart, "test", report, Entry::testAccuracy);
    chart.getStyler().setYAxisMax(1.0);
    if (!line) {
      chart.getStyler().setYAxisMin(0.0);
    }
    save(chart, "accuracy.png");
  }

  /** {@code speed.png}: what a forward pass takes. */
  void speeds(LabReport report) {
    var chart = categories("Forward pass of one picture on one core", "network", "milliseconds");
    chart.getStyler().setYAxisMin(0.0).setLegendVisible(false);
    add(chart, "milliseconds", report, Entry::inferenceMillis);
    save(chart, "speed.png");
  }

  /** {@code curves.png}: how the chosen entry learned. */
  void curves(LabReport report) {
    var chosen = report.chosen();
    var chart =
        lines(
            "%s on %s, chosen: learning curve".formatted(chosen.name(), folderName(report)),
            chosen.curves().unit(),
            ACCURACY);
    add(chart, "training", chosen.curves().at(), chosen.curves().training());
    add(chart, "validation", chosen.curves().at(), chosen.curves().validation());
    save(chart, "curves.png");
  }

  /** {@code accuracy.png}: accuracy against labels. */
  void labels(LabReport report) {
    var chart =
        lines(
            "%s: what labels are worth on %s".formatted(report.backbone(), folderName(report)),
            "labels",
            ACCURACY);
    chart.getStyler().setXAxisLogarithmic(true);
    var last = report.entries().get(report.entries().size() - 1).curves();
    add(chart, "training", last.at(), last.training());
    add(chart, "validation", last.at(), last.validation());
    chart
        .addSeries(
            "test",
            last.at(),
            report.entries().stream().map(Entry::testAccuracy).toList(),
            report.entries().stream()
                .map(entry -> (Number) entry.settings().get("testStandardDeviation"))
                .toList())
        .setMarker(SeriesMarkers.CIRCLE);
    save(chart, "accuracy.png");
  }

  private CategoryChart categories(String title, String x, String y) {
    var chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    style(chart.getStyler());
    chart.getStyler().setXAxisLabelRotation(45);
    chart.getStyler().setAvailableSpaceFill(0.6);
    return chart;
  }

  /** Epochs over something, yet without lines. */
  XYChart lines(String title, LabReport report, String y) {
    return lines(
        "%s: %s on %s".formatted(title, report.backbone(), folderName(report)), "epoch", y);
  }

  private XYChart lines(String title, String x, String y) {
    var chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    style(chart.getStyler());
    return chart;
  }

  private void style(AxesChartStyler styler) {
    styler
        .setAxisTitleFont(font.deriveFont(15f))
        .setAxisTickLabelsFont(font.deriveFont(13f))
        .setYAxisDecimalPattern("0.00")
        .setYAxisTickMarkSpacingHint(40)
        .setPlotGridLinesColor(new Color(0xDDDDDD))
        .setChartTitleFont(font.deriveFont(18f))
        .setLegendFont(font.deriveFont(14f))
        .setAnnotationTextFont(font.deriveFont(13f))
        .setLegendPosition(LegendPosition.OutsideE)
        .setSeriesColors(COLOURS)
        .setPlotBackgroundColor(Color.WHITE)
        .setMarkerSize(8)
        .setChartPadding(12);
    styler.setChartTitlePadding(12);
    styler.setChartBackgroundColor(Color.WHITE);
  }

  private static void add(
      CategoryChart chart, String name, LabReport report, ToDoubleFunction<Entry> value) {
    chart
        .addSeries(
            name,
            report.entries().stream().map(Entry::name).toList(),
            report.entries().stream().map(entry -> (Number) value.applyAsDouble(entry)).toList())
        .setMarker(SeriesMarkers.CIRCLE);
  }

  private static void add(XYChart chart, String name, List<Double> x, List<Double> y) {
    chart.addSeries(name, x, y).setMarker(SeriesMarkers.CIRCLE);
  }

  private static String folderName(LabReport report) {
    return String.valueOf(Path.of(report.images()).getFileName());
  }

  void save(Chart<?, ?> chart, String name) {
    try (var out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      BitmapEncoder.saveBitmap(chart, out, BitmapEncoder.BitmapFormat.PNG);
    } catch (IOException e) {
      throw new Failure("can't write " + folder.resolve(name) + ": " + e.getMessage(), e);
    }
  }
}
