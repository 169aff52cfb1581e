package dev.graft.deploy.lab;

import dev.graft.vision.guarded.GuardWatch;
import dev.graft.vision.optim.Schedule;
import dev.graft.vision.tune.CutInputs;
import dev.graft.vision.tune.EpochReport;
import dev.graft.vision.tune.HeldOutScore;
import dev.graft.vision.tune.Phase;
import dev.graft.vision.tune.Recipe;
import dev.graft.vision.tune.SplitNetwork;
import dev.graft.vision.tune.TuneListener;
import dev.graft.vision.tune.TuneSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Learns a chosen way once more, from the fit and the held-back pictures, and scores it on the test
 * part anew; there is nothing that could judge it by then.
 */
final class Refit {
  private Refit() {}

  static Entry of(TuneGround ground, FineTunes.Trained chosen, Deadline deadline)
      throws IOException, InterruptedException {
    Optional<Recipe> recipe = recipe(chosen);
    if (recipe.isEmpty()) {
      return noted(
          chosen.entry(), "it was stopped or went back, so there is no whole run to repeat");
    }
    TuneSet all = ground.all();
    var rules = chosen.way().rules();
    int[] none = new int[all.classes().size()];
    var watch = new GuardWatch(all.classes(), none, rules, 0, true, deadline::left);
    try (SplitNetwork split = chosen.way().split(ground.headOfAll(recipe.get()))) {
      CutInputs inputs = chosen.way().source().inputs(split, recipe.get().views());
      var trial = TuneTrial.run(split, all, inputs, recipe.get(), watch, TuneListener.SILENT);
      if (!trial.complete()) {
        return noted(chosen.entry(), "the time was not enough for a refit on all train pictures");
      }
      double test = ground.withNewHead(split, inputs).testAccuracy();
      return refitted(chosen.entry(), test, trial);
    }
  }

  private static Entry refitted(Entry entry, double test, TuneTrial trial) {
    var settings = new HashMap<>(entry.settings());
    settings.put("refitted", true);
    settings.put("testAccuracyBeforeRefit", entry.testAccuracy());
    settings.put("refitPhases", trial.recipe().phases().stream().map(FineTunes::said).toList());
    return new Entry(
        entry.name(),
        test,
        entry.validationAccuracy(),
        entry.validationLoss(),
        entry.seconds() + trial.seconds(),
        entry.inferenceMillis(),
        entry.curves(),
        settings,
        entry.guard());
  }

  static Entry noted(Entry entry, String why) {
    var settings = new HashMap<>(entry.settings());
    settings.put("refitted", false);
    settings.put("whyNotRefitted", why);
    return entry.with(settings);
  }

  /**
   * What was gone through to its end; else the phases that were kept: those at a steady rate until
   * their best epoch, those with a schedule to its end, without which they would be another recipe.
   */
  private static Optional<Recipe> recipe(FineTunes.Trained chosen) {
    var trial = chosen.trial();
    if (chosen.whole()) {
      return Optional.of(trial.recipe());
    }
    if (chosen.returns() > 0 || !trial.complete() || !trial.helped()) {
      return Optional.empty();
    }
    var phases = new ArrayList<Phase>();
    for (int i = 0; i < trial.last().phasesKept().size(); i++) {
      Phase phase = trial.recipe().phases().get(i);
      if (trial.last().phasesKept().get(i)) {
        boolean steady = phase.schedule() instanceof Schedule.Constant;
        int epochs = steady ? bestEpoch(trial.last().reports(), i) : phase.epochs();
        phases.add(new Phase(phase.from(), epochs, phase.rates(), phase.schedule()));
      }
    }
    return Optional.of(trial.recipe().withPhases(phases));
  }

  private static int bestEpoch(List<EpochReport> reports, int phase) {
    int epoch = 1;
    HeldOutScore best = null;
    for (EpochReport report : reports) {
      HeldOutScore score = report.heldOut();
      if (report.phase() == phase && report.epoch() > 0 && score != null) {
        epoch = best == null || score.betterThan(best) ? report.epoch() : epoch;
        best = best == null || score.betterThan(best) ? score : best;
      }
    }
    return epoch;
  }
}
