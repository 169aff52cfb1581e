package dev.graft.deploy.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The head alone, and ways to train more than it; the held-back pictures choose between them. */
final class StrategiesLab implements Lab.Experiment {
  private final WeightsFile weights;
  private Map<String, Object> plan = Map.of();
  private @Nullable Entry chosen;

  StrategiesLab(WeightsFile weights) {
    this.weights = weights;
  }

  @Override
  public String name() {
    return "strategies";
  }

  @Override
  public String backbone() {
    return weights.backbone();
  }

  @Override
  public Map<String, Object> plan() {
    return plan;
  }

  @Override
  public Entry choose(List<Entry> entries) {
    return chosen == null ? LabReport.choose(entries) : chosen;
  }

  @Override
  public List<Entry> run(LabSet set, LabOptions options, Deadline deadline, List<String> remarks)
      throws InterruptedException {
    return TuneGround.use(
        weights,
        set,
        options,
        deadline,
        remarks,
        ground -> compared(ground, options, deadline, remarks));
  }

  /** Those that are likely the best come first; the dear ones get what time is left. */
  private List<Entry> compared(
      TuneGround ground, LabOptions options, Deadline deadline, List<String> remarks)
      throws IOException, InterruptedException {
    Curves curves = ground.heads().curves(ground.judged().head());
    Entry features = features(ground, curves);
    options.say().accept(Said.of(features));
    plan = Advice.of(ground, options, curves, deadline.left());
    var usual = ground.source();
    var contest = new Contest(ground, options, deadline, features);
    var ways = new ArrayList<>(List.of(Way.discriminative(usual)));
    usual.earlier().map(Way::deeper).ifPresent(ways::add);
    ways.addAll(List.of(Way.gradual(usual), Way.full(usual), Way.scratch(usual)));
    for (Way way : ways) {
      contest.enter(way, remarks);
    }
    chosen = contest.decided();
    return contest.entries();
  }

  static Entry features(TuneGround ground, Curves curves) {
    var judged = ground.judged();
    var settings = new HashMap<>(HeadTrial.settings(judged.head()));
    settings.put("refitted", true);
    Answers alone = ground.alone();
    return new Entry(
        "features",
        judged.test().accuracy(),
        judged.validation().accuracy(),
        alone.loss(alone.temperature()),
        ground.seconds(),
        ground.millis(),
        curves,
        settings);
  }

  @Override
  public void plot(LabReport report, Plots plots) {
    plots.accuracies(report, "Ways to learn with " + report.backbone(), "strategy", false);
    new LearningPlots(plots).draw(report);
  }
}
