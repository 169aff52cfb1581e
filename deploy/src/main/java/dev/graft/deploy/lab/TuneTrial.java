package dev.graft.deploy.lab;

import dev.graft.deploy.Failure;
import dev.graft.vision.guarded.GuardWatch;
import dev.graft.vision.guarded.GuardedTune;
import dev.graft.vision.tune.CutInputs;
import dev.graft.vision.tune.EpochReport;
import dev.graft.vision.tune.Recipe;
import dev.graft.vision.tune.SplitNetwork;
import dev.graft.vision.tune.TuneListener;
import dev.graft.vision.tune.TuneResult;
import dev.graft.vision.tune.TuneSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fine-tune under a guard: after an alarm it begins again from the best weights at a tenth of the
 * rates, at most twice.
 *
 * @param recipe as it was at the end, lower rates included
 * @param reports of all epochs, those after a return too
 * @param helped whether the weights are better on the held-out slice than those at the beginning
 * @param last what the last fine-tune came to
 * @param seconds of all epochs
 */
record TuneTrial(
    Recipe recipe, List<EpochReport> reports, boolean helped, TuneResult last, double seconds) {
  /** Leaves the best weights in the split network. */
  static TuneTrial run(
      SplitNetwork split,
      TuneSet set,
      CutInputs inputs,
      Recipe recipe,
      GuardWatch watch,
      TuneListener listener)
      throws IOException, InterruptedException {
    try (var run = new GuardedTune(split, set, inputs, recipe, watch, listener)) {
      Optional<String> objection = run.begin();
      if (objection.isPresent()) {
        throw new Failure("can't fine-tune: " + objection.get());
      }
      long began = System.nanoTime();
      while (run.step()) {
        if (Thread.interrupted()) {
          throw new InterruptedException("the experiment was interrupted");
        }
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      return new TuneTrial(run.recipe(), run.reports(), run.helped(), run.last(), seconds);
    }
  }

  /**
   * Whether it went through the last epoch of its last phase; that no time was left after it does
   * not matter.
   */
  boolean complete() {
    if (reports.isEmpty()) {
      return false;
    }
    EpochReport end = reports.get(reports.size() - 1);
    int phase = recipe.phases().size() - 1;
    return end.phase() == phase && end.epoch() == recipe.phases().get(phase).epochs();
  }

  /** Accuracies and losses, epoch after epoch. */
  Curves curves() {
    var at = new ArrayList<Double>();
    var training = new ArrayList<Double>();
    var validation = new ArrayList<Double>();
    var trainingLoss = new ArrayList<Double>();
    var validationLoss = new ArrayList<Double>();
    for (EpochReport report : reports) {
      var score = report.heldOut();
      if (report.epoch() > 0 && score != null) {
        at.add((double) at.size() + 1);
        training.add(report.trainAccuracy());
        validation.add(score.accuracy());
        trainingLoss.add(report.trainLoss());
        validationLoss.add(score.loss());
      }
    }
    return new Curves("epochs", at, training, validation, trainingLoss, validationLoss);
  }
}
