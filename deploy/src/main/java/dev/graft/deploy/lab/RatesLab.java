package dev.graft.deploy.lab;

import dev.graft.vision.guard.GuardRules;
import dev.graft.vision.guarded.GuardWatch;
import dev.graft.vision.optim.Schedule;
import dev.graft.vision.tune.CutInputs;
import dev.graft.vision.tune.Phase;
import dev.graft.vision.tune.Rates;
import dev.graft.vision.tune.Recipe;
import dev.graft.vision.tune.SplitNetwork;
import dev.graft.vision.tune.StageHealth;
import dev.graft.vision.tune.Views;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalInt;

/**
 * The usual tail at rates from far too high to far too low. The guard watches and does not act, so
 * that forgetting is seen; what is scored are the weights of the last epoch, not the best.
 */
final class RatesLab implements Lab.Experiment {
  /** The middle first: if time runs out, it is the ends that are missing. */
  private static final List<Double> RATES = List.of(1e-4, 1e-2, 1e-3, 1e-5, 1e-6);

  private static final int MOST_EPOCHS = 6;
  private static final double HEAD = 10;
  private static final double MARGIN = 1.1;

  private final WeightsFile weights;

  RatesLab(WeightsFile weights) {
    this.weights = weights;
  }

  @Override
  public String name() {
    return "rates";
  }

  @Override
  public String backbone() {
    return weights.backbone();
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
        ground -> tuned(ground, options, deadline, remarks));
  }

  private static List<Entry> tuned(
      TuneGround ground, LabOptions options, Deadline deadline, List<String> remarks)
      throws IOException, InterruptedException {
    int held = ground.of(LabPicture.Part.VALIDATION).size();
    double epoch =
        MARGIN * ground.tailCost().seconds(ground.of(LabPicture.Part.FIT).size(), 2 * held);
    double each = deadline.left().toMillis() / 1e3 / RATES.size();
    OptionalInt epochs = EpochCost.epochs(each, epoch, 0, 0, 1, MOST_EPOCHS);
    if (epochs.isEmpty()) {
      remarks.add("one epoch of about %.0f s was more than there was time for".formatted(epoch));
    }
    var entries = new ArrayList<Entry>();
    for (double rate : epochs.isPresent() ? RATES : List.<Double>of()) {
      if (deadline.left().toMillis() / 1e3 < epoch) {
        remarks.add("no time was left for a rate of %.0e".formatted(rate));
        continue;
      }
      entries.add(entry(ground, options, rate, epochs.getAsInt(), deadline));
      options.say().accept(Said.of(entries.get(entries.size() - 1)));
    }
    entries.sort(Comparator.comparingDouble(entry -> -Double.parseDouble(entry.name())));
    return entries;
  }

  private static Entry entry(
      TuneGround ground, LabOptions options, double rate, int epochs, Deadline deadline)
      throws IOException, InterruptedException {
    String cut = ground.source().cut();
    Rates rates = Rates.uniform(rate, HEAD * rate);
    Recipe recipe =
        Recipe.oneCycle(cut)
            .withPhases(List.of(new Phase(cut, epochs, rates, Schedule.constant())))
            .withViews(Views.plain())
            .withSeed(options.seed());
    var watch =
        new GuardWatch(
            ground.set().classes(),
            ground.heldBack(),
            GuardRules.DEFAULT,
            ground.startLoss(recipe),
            false,
            deadline::left);
    try (SplitNetwork split = ground.source().split(ground.head(recipe))) {
      CutInputs inputs = ground.source().inputs(split, recipe.views());
      var last = new LastWeights(split, epochs);
      var trial = TuneTrial.run(split, ground.trial(), inputs, recipe, watch, last);
      last.restore();
      return entry(ground, rate, trial, watch, ground.asTrained(split, inputs));
    }
  }

  private static Entry entry(
      TuneGround ground, double rate, TuneTrial trial, GuardWatch watch, Look look) {
    Answers validation = look.validation();
    var settings = new HashMap<String, Object>();
    settings.put("cut", ground.source().cut());
    settings.put("tailRate", rate);
    settings.put("headRate", HEAD * rate);
    settings.put("epochs", trial.recipe().phases().get(0).epochs());
    settings.put("schedule", "constant");
    settings.put("optimizer", trial.recipe().optimizer().toString());
    settings.put("batch", trial.recipe().batch());
    settings.put("labelSmoothing", trial.recipe().labelSmoothing());
    settings.put("validationAccuracyOfTheHeadAlone", ground.alone().accuracy());
    settings.put("testAccuracyOfTheHeadAlone", ground.judged().test().accuracy());
    settings.put("verdict", verdict(ground.alone(), validation, trial, watch));
    trial.last().stopped().ifPresent(why -> settings.put("stoppedAndScoredAtItsBest", why));
    return new Entry(
        "%.0e".formatted(rate).replace("e-0", "e-"),
        look.testAccuracy(),
        validation.accuracy(),
        validation.loss(1),
        ground.seconds() + trial.seconds(),
        ground.millis(),
        trial.curves(),
        settings,
        watch.events());
  }

  /** In words: does it forget, does it learn too little, or does it learn? */
  static String verdict(Answers alone, Answers tuned, TuneTrial trial, GuardWatch watch) {
    double errors = Choice.moreRight(tuned, alone);
    String from =
        "held-back accuracy %.3f (head alone %.3f), log-loss %.3f (%.3f), weights moved by up to %.4f of their length"
            .formatted(
                tuned.accuracy(), alone.accuracy(), tuned.loss(1), alone.loss(1), moved(trial));
    if (errors < -1 || !watch.events().isEmpty()) {
      return "forgets: "
          + from
          + (watch.events().isEmpty() ? "" : "; the guard: " + watch.events().get(0).alarm());
    }
    return (Choice.clearlyBetter(tuned, alone) ? "learns: " : "undertrains: ") + from;
  }

  private static double moved(TuneTrial trial) {
    return trial.reports().get(trial.reports().size() - 1).stages().stream()
        .filter(stage -> !stage.stage().equals(Phase.HEAD))
        .mapToDouble(StageHealth::distance)
        .max()
        .orElse(0);
  }

  @Override
  public void plot(LabReport report, Plots plots) {
    plots.accuracies(
        report, "Fine-tuning %s at several rates".formatted(report.backbone()), "rate", false);
    new LearningPlots(plots).draw(report);
  }
}
