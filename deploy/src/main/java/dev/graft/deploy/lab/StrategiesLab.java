package dev.graft.deploy.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
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
    var entries = new ArrayList<>(List.of(features));
    var answers = new ArrayList<>(List.of(ground.alone()));
    var trained = new ArrayList<FineTunes.@Nullable Trained>();
    trained.add(null);
    var tunes = new FineTunes(ground, options);
    var time = new TuneTime(ground, deadline);
    for (Way way :
        List.of(
            Way.discriminative(usual), Way.gradual(usual), Way.full(usual), Way.scratch(usual))) {
      var best = trained.get(Choice.of(answers));
      double otherRefit = best == null ? 0 : time.refit(best);
      OptionalInt epochs = time.epochs(way, otherRefit);
      if (epochs.isEmpty()) {
        remarks.add(time.skipped(way));
        continue;
      }
      var one = tunes.trained(way, epochs.getAsInt(), time.until(otherRefit));
      time.saw(one);
      trained.add(one);
      answers.add(one.validation());
      entries.add(one.entry());
      options.say().accept(Said.of(one.entry()));
    }
    int index = Choice.of(answers);
    var best = trained.get(index);
    chosen = best == null ? features : refitted(best, tunes, time, deadline);
    entries.set(index, chosen);
    return entries;
  }

  private static Entry refitted(
      FineTunes.Trained best, FineTunes tunes, TuneTime time, Deadline deadline)
      throws IOException, InterruptedException {
    return time.refit(best) > deadline.left().toMillis() / 1e3
        ? FineTunes.noted(best.entry(), "no time was left for a refit on all train pictures")
        : tunes.refitted(best, deadline);
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
