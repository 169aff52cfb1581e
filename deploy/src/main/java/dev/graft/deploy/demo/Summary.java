package dev.graft.deploy.demo;

import java.util.Locale;

/** The report as a table for people. */
final class Summary {
  private final StringBuilder text = new StringBuilder();

  private Summary() {}

  static String of(Report report) {
    var summary = new Summary();
    summary.line("backbone", report.backbone());
    summary.line(
        "pictures",
        "%d to learn from, %d to be examined on, %d classes",
        report.trainPictures(),
        report.testPictures(),
        report.classes().size());
    summary.line("test accuracy", "%.3f", report.testAccuracy());
    if (report.randomWeightsAccuracy() != null) {
      summary.line("  random weights instead", "%.3f", report.randomWeightsAccuracy());
    }
    summary.line(
        "label to serving",
        "p50 %.0f ms, p99 %.0f ms, over %d labels, %d missed",
        report.labelToServingMillis().p50(),
        report.labelToServingMillis().p99(),
        report.singleLabels(),
        report.missedLabels());
    summary.line(
        "versions", "%d published, %d swaps under load", report.versions(), report.swaps());
    summary.line(
        "requests",
        "%d answered, %d failed",
        report.requests() - report.failedRequests(),
        report.failedRequests());
    summary.line(
        "prediction",
        "p50 %.1f ms, p99 %.1f ms",
        report.predictMillis().p50(),
        report.predictMillis().p99());
    summary.line(
        "throughput",
        "%.0f pictures a second, from the inbox to the embedding",
        report.imagesPerSecond());
    var trial = report.trial();
    if (trial == null) {
      summary.line("a bad and a good version", "left out: too few pictures");
    } else {
      trial.lines().forEach((title, text) -> summary.line(title, "%s", text));
    }
    summary.line("took", "%.0f s", report.seconds());
    report
        .checks()
        .forEach((name, held) -> summary.line((held ? "  ok    " : "  FAIL  ") + name, ""));
    return summary.text.toString();
  }

  private void line(String title, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "%-26s ", title))
        .append(String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
