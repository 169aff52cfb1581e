package dev.graft.deploy.lab;

import dev.graft.vision.backbone.StageEmbeddings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/** A linear probe after each stage: where in the network the task is most visible. */
final class LayersLab implements Lab.Experiment {
  private static final int TIMED = 12;

  /** Share of the time in which pictures are embedded; the rest is for the heads. */
  private static final double EMBEDDING = 0.6;

  private final WeightsFile weights;

  LayersLab(WeightsFile weights) {
    this.weights = weights;
  }

  @Override
  public String name() {
    return "layers";
  }

  @Override
  public String backbone() {
    return weights.backbone();
  }

  @Override
  public List<Entry> run(LabSet set, LabOptions options, Deadline deadline, List<String> remarks)
      throws InterruptedException {
    try (StageEmbeddings stages = weights.load(options.device(), StageEmbeddings::load)) {
      long began = System.nanoTime();
      var limit = deadline.left().multipliedBy((long) (100 * EMBEDDING)).dividedBy(100);
      var embedded =
          EmbeddingPass.of(
              set.pictures(),
              stages.architecture().preprocessing(),
              stages::embed,
              Deadline.in(limit),
              options.progress());
      Lab.remarkMissing(set, embedded, remarks);
      double passSeconds = (System.nanoTime() - began) / 1e9;
      double[] millis = millis(stages, set);
      var entries = new ArrayList<Entry>();
      // The deep stages first: if time runs out, it is the early ones that nobody would have used.
      for (int stage = stages.names().size() - 1; stage >= 0; stage--) {
        if (deadline.passed()) {
          remarks.add("no time was left for the stages up to " + stages.names().get(stage));
          break;
        }
        double share = passSeconds * millis[stage] / millis[millis.length - 1];
        entries.add(
            0, entry(embedded, stage, stages.names().get(stage), set, share, millis[stage]));
        options.say().accept(Said.of(entries.get(0)));
      }
      return entries;
    }
  }

  private static Entry entry(
      List<Embedded> embedded, int stage, String name, LabSet set, double pass, double millis)
      throws InterruptedException {
    long began = System.nanoTime();
    var trial = new HeadTrial(embedded, stage, set.classes());
    var judged = trial.judged();
    double seconds = pass + (System.nanoTime() - began) / 1e9;
    var settings = new HashMap<>(HeadTrial.settings(judged.head()));
    settings.put("stage", name);
    settings.put("pooling", "mean");
    return new Entry(
        name,
        judged.test().accuracy(),
        judged.validation().accuracy(),
        judged.validation().logLoss(),
        seconds,
        millis,
        trial.curves(judged.head()),
        settings);
  }

  /** Until the end of each stage, one picture at a time; medians, the first few do not count. */
  private static double[] millis(StageEmbeddings stages, LabSet set) {
    var preprocessing = stages.architecture().preprocessing();
    int pictures = Math.min(TIMED, set.pictures().size());
    double[][] of = new double[stages.names().size()][pictures];
    for (int i = 0; i < pictures; i++) {
      long[] until =
          stages.nanos(EmbeddingPass.prepare(set.pictures().get(i).file(), preprocessing));
      for (int stage = 0; stage < of.length; stage++) {
        of[stage][i] = until[stage] / 1e6;
      }
    }
    return Arrays.stream(of).mapToDouble(Timing::median).toArray();
  }

  @Override
  public void plot(LabReport report, Plots plots) {
    plots.accuracies(
        report, "Linear probe after each stage of " + report.backbone(), "stage", true);
    plots.curves(report);
  }
}
