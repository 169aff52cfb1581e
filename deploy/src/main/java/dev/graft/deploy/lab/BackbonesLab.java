package dev.graft.deploy.lab;

import dev.graft.vision.backbone.Backbone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/** The same pictures through several networks: what each is worth, and what it costs. */
final class BackbonesLab implements Lab.Experiment {
  private static final int TIMED = 18;

  private final List<WeightsFile> all;

  BackbonesLab(List<WeightsFile> all) {
    this.all = List.copyOf(all);
  }

  @Override
  public String name() {
    return "backbones";
  }

  @Override
  public String backbone() {
    return all.stream().map(WeightsFile::backbone).collect(Collectors.joining(","));
  }

  @Override
  public List<Entry> run(LabSet set, LabOptions options, Deadline deadline, List<String> remarks)
      throws InterruptedException {
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < all.size(); i++) {
      if (deadline.passed()) {
        remarks.add("no time was left for " + all.get(i).backbone());
        continue;
      }
      var mine = new ArrayList<String>();
      entries.add(entry(all.get(i), set, options, deadline.share(all.size() - i), mine));
      String backbone = all.get(i).backbone();
      mine.forEach(remark -> remarks.add(backbone + ": " + remark));
      options.say().accept(Said.of(entries.get(entries.size() - 1)));
    }
    return entries;
  }

  private static Entry entry(
      WeightsFile weights, LabSet set, LabOptions options, Deadline deadline, List<String> remarks)
      throws InterruptedException {
    try (Backbone backbone = weights.load(options.device(), Backbone::load)) {
      long began = System.nanoTime();
      var embedded = EmbeddingPass.of(set.pictures(), backbone, deadline, options.progress());
      Lab.remarkMissing(set, embedded, remarks);
      var trial = new HeadTrial(embedded, 0, set.classes());
      var judged = trial.judged();
      double seconds = (System.nanoTime() - began) / 1e9;
      var settings = new HashMap<>(HeadTrial.settings(judged.head()));
      settings.put("space", backbone.space().id());
      settings.put("preprocessing", backbone.preprocessing().canonical());
      return new Entry(
          weights.backbone(),
          judged.test().accuracy(),
          judged.validation().accuracy(),
          judged.validation().logLoss(),
          seconds,
          millis(backbone, set),
          trial.curves(judged.head()),
          settings);
    }
  }

  /** Of a forward pass of one picture on one core. */
  static double millis(Backbone backbone, LabSet set) {
    double[] millis = new double[Math.min(TIMED, set.pictures().size())];
    for (int i = 0; i < millis.length; i++) {
      float[] prepared =
          EmbeddingPass.prepare(set.pictures().get(i).file(), backbone.preprocessing());
      long began = System.nanoTime();
      backbone.embed(List.of(prepared));
      millis[i] = (System.nanoTime() - began) / 1e6;
    }
    return Timing.median(millis);
  }

  @Override
  public void plot(LabReport report, Plots plots) {
    plots.accuracies(report, "Linear head on each network", "network", false);
    plots.speeds(report);
    plots.curves(report);
  }
}
