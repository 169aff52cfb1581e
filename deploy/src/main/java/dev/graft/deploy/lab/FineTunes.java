package dev.graft.deploy.lab;

import dev.graft.vision.guarded.GuardWatch;
import dev.graft.vision.optim.Schedule;
import dev.graft.vision.tune.CutInputs;
import dev.graft.vision.tune.Phase;
import dev.graft.vision.tune.Recipe;
import dev.graft.vision.tune.SplitNetwork;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Trains ways of learning on the fit part. */
final class FineTunes {
  private final TuneGround ground;
  private final LabOptions options;

  FineTunes(TuneGround ground, LabOptions options) {
    this.ground = ground;
    this.options = options;
  }

  /**
   * A trained way, with what a refit needs.
   *
   * @param epochs that it was begun with
   * @param whole it went through a schedule to its end, and it is that end which is judged
   * @param outOfTime it was cut short, so it says nothing of the way
   * @param validation answers to the held-back pictures
   */
  record Trained(
      Way way,
      int epochs,
      TuneTrial trial,
      boolean whole,
      int returns,
      boolean outOfTime,
      Entry entry,
      Answers validation) {}

  /** Trains under the guard. */
  Trained trained(Way way, int epochs, Deadline deadline) throws IOException, InterruptedException {
    Recipe recipe = way.recipe().apply(epochs).withSeed(options.seed());
    var watch =
        new GuardWatch(
            ground.set().classes(),
            ground.heldBack(),
            way.rules(),
            way.fromChance() ? Math.log(ground.set().classes().size()) : ground.startLoss(recipe),
            true,
            deadline::left);
    try (SplitNetwork split = way.split(ground.head(recipe))) {
      CutInputs inputs = way.source().inputs(split, recipe.views());
      var last = new LastWeights(split, endOfSchedule(recipe));
      var trial = TuneTrial.run(split, ground.trial(), inputs, recipe, watch, last);
      boolean whole = last.reached() && watch.events().isEmpty();
      if (whole) {
        last.restore();
      }
      Look look = ground.withNewHead(split, inputs);
      boolean outOfTime = watch.ranOutOfTime() && !trial.complete();
      var settings = settings(way, trial);
      settings.putAll(look.head());
      settings.put("returns", watch.returns());
      settings.put("outOfTime", outOfTime);
      settings.put("wholeSchedule", whole);
      if (!trial.complete() || !watch.events().isEmpty()) {
        trial.last().stopped().ifPresent(why -> settings.put("stopped", why));
      }
      settings.put("refitted", false);
      var entry =
          new Entry(
              way.name(),
              look.testAccuracy(),
              look.validation().accuracy(),
              look.validation().calibratedLoss(),
              ground.seconds() + trial.seconds(),
              asUsual(way) ? ground.millis() : millis(split, inputs),
              trial.curves(),
              settings,
              watch.events());
      return new Trained(
          way, epochs, trial, whole, watch.returns(), outOfTime, entry, look.validation());
    }
  }

  /** The last epoch of a schedule that brings the rate down; 0 for steady rates and phases. */
  private static int endOfSchedule(Recipe recipe) {
    Phase phase = recipe.phases().get(0);
    boolean comesDown =
        phase.schedule() instanceof Schedule.OneCycle
            || phase.schedule() instanceof Schedule.Cosine;
    return recipe.phases().size() == 1 && comesDown ? phase.epochs() : 0;
  }

  private boolean asUsual(Way way) {
    return way.source().input().equals(ground.source().input());
  }

  /** Of a network that is not folded; its picture comes from the folder. */
  private double millis(SplitNetwork split, CutInputs inputs) throws IOException {
    var pictures = ground.of(LabPicture.Part.VALIDATION);
    double[] millis = new double[Math.min(12, pictures.size())];
    for (int i = 0; i < millis.length; i++) {
      long began = System.nanoTime();
      split.logits(List.of(pictures.get(i)), inputs, 1);
      millis[i] = (System.nanoTime() - began) / 1e6;
    }
    return Timing.median(millis);
  }

  private static Map<String, Object> settings(Way way, TuneTrial trial) {
    Recipe recipe = trial.recipe();
    var settings = new HashMap<String, Object>();
    settings.put("cut", way.source().cut());
    settings.put("side", way.source().preprocessing().crop());
    settings.put("phases", recipe.phases().stream().map(FineTunes::said).toList());
    settings.put("optimizer", recipe.optimizer().toString());
    settings.put("batchNorm", recipe.batchNorm().name());
    settings.put("batch", recipe.batch());
    settings.put("labelSmoothing", recipe.labelSmoothing());
    settings.put("viewsAnEpoch", way.viewsEach());
    settings.put("helped", trial.helped());
    settings.put("phasesKept", trial.last().phasesKept());
    return settings;
  }

  static Map<String, Object> said(Phase phase) {
    return Map.of(
        "from", phase.from(),
        "epochs", phase.epochs(),
        "rates", phase.rates().toString(),
        "schedule", phase.schedule().toString());
  }
}
