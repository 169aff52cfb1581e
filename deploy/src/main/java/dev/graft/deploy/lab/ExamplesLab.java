package dev.graft.deploy.lab;

import dev.graft.vision.backbone.Backbone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What more labels are worth: heads on 1, 2, 5, 10... labels of each class. Small sets are drawn
 * several times, because it matters which pictures they are.
 */
final class ExamplesLab implements Lab.Experiment {
  private static final int[] SIZES = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000};
  private static final int DRAWS = 5;

  private final WeightsFile weights;

  ExamplesLab(WeightsFile weights) {
    this.weights = weights;
  }

  @Override
  public String name() {
    return "examples";
  }

  @Override
  public String backbone() {
    return weights.backbone();
  }

  @Override
  public List<Entry> run(LabSet set, LabOptions options, Deadline deadline, List<String> remarks)
      throws InterruptedException {
    try (Backbone backbone = weights.load(options.device(), Backbone::load)) {
      long began = System.nanoTime();
      var embedded =
          EmbeddingPass.of(set.pictures(), backbone, deadline.share(2), options.progress());
      Lab.remarkMissing(set, embedded, remarks);
      double perPicture = (System.nanoTime() - began) / 1e9 / embedded.size();
      double millis = BackbonesLab.millis(backbone, set);
      var trial = new HeadTrial(embedded, 0, set.classes());
      var entries = new ArrayList<Entry>();
      for (int size : sizes(trial)) {
        if (deadline.passed()) {
          remarks.add("no time was left for " + size + " labels of each class and more");
          break;
        }
        entries.add(entry(trial, size, options.seed(), perPicture, millis, entries));
        options.say().accept(Said.of(entries.get(entries.size() - 1)));
      }
      return entries;
    }
  }

  /** Sizes that the smallest class can fill, and all that there is. */
  private static int[] sizes(HeadTrial trial) {
    int least = Arrays.stream(trial.sizes()).min().orElse(0);
    int most = Arrays.stream(trial.sizes()).max().orElse(0);
    var sizes = Arrays.stream(SIZES).filter(size -> size < least).boxed().toList();
    var with = new ArrayList<>(sizes);
    with.add(most);
    return with.stream().mapToInt(Integer::intValue).toArray();
  }

  private static Entry entry(
      HeadTrial trial,
      int perClass,
      long seed,
      double perPicture,
      double millis,
      List<Entry> before)
      throws InterruptedException {
    int[] sizes = trial.sizes();
    boolean all = perClass >= Arrays.stream(sizes).max().orElse(0);
    int draws = all ? 1 : DRAWS;
    long began = System.nanoTime();
    double[] tests = new double[draws];
    double validation = 0;
    double loss = 0;
    double training = 0;
    int labels = 0;
    for (int draw = 0; draw < draws; draw++) {
      Set<LabPicture> drawn = draw(trial, perClass, new Random(seed * 31 + perClass * 7L + draw));
      var judged = trial.judgedOn(drawn::contains);
      tests[draw] = judged.test().accuracy();
      validation += judged.validation().accuracy() / draws;
      loss += judged.validation().logLoss() / draws;
      training += trial.accuracyOn(judged.head(), drawn::contains) / draws;
      labels = drawn.size();
    }
    double fit = (System.nanoTime() - began) / 1e9 / draws;
    var settings = new HashMap<String, Object>();
    settings.put("perClass", perClass);
    settings.put("labels", labels);
    settings.put("draws", draws);
    settings.put("testStandardDeviation", deviation(tests));
    return new Entry(
        all ? "all (%d)".formatted(labels) : perClass + " a class",
        Arrays.stream(tests).average().orElse(0),
        validation,
        loss,
        fit + perPicture * labels,
        millis,
        longer(before, labels, training, validation),
        settings);
  }

  private static Set<LabPicture> draw(HeadTrial trial, int perClass, Random lot) {
    var drawn = new HashSet<LabPicture>();
    for (var ofClass : trial.fitPictures()) {
      var shuffled = new ArrayList<>(ofClass);
      java.util.Collections.shuffle(shuffled, lot);
      drawn.addAll(shuffled.subList(0, Math.min(perClass, shuffled.size())));
    }
    return drawn;
  }

  /** The curve of the entry before, and one more point. */
  private static Curves longer(List<Entry> before, int labels, double training, double validation) {
    var at = new ArrayList<Double>();
    var train = new ArrayList<Double>();
    var held = new ArrayList<Double>();
    if (!before.isEmpty()) {
      var last = before.get(before.size() - 1).curves();
      at.addAll(last.at());
      train.addAll(last.training());
      held.addAll(last.validation());
    }
    at.add((double) labels);
    train.add(training);
    held.add(validation);
    return new Curves("labels", at, train, held);
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
  }

  @Override
  public void plot(LabReport report, Plots plots) {
    plots.labels(report);
  }
}
