package dev.graft.deploy.lab;

import dev.graft.deploy.Failure;
import dev.graft.vision.tune.Beginning;
import dev.graft.vision.tune.CheckpointTarget;
import dev.graft.vision.tune.CutInputs;
import dev.graft.vision.tune.EpochReport;
import dev.graft.vision.tune.FineTuning;
import dev.graft.vision.tune.Recipe;
import dev.graft.vision.tune.SplitNetwork;
import dev.graft.vision.tune.TuneListener;
import dev.graft.vision.tune.TuneResult;
import dev.graft.vision.tune.TuneSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
  /** Nothing in the lab is gone on with elsewhere. */
  private static final int NO_CHECKPOINT = Integer.MAX_VALUE;

  /** Leaves the best weights in the split network. */
  static TuneTrial run(
      SplitNetwork split,
      TuneSet set,
      CutInputs inputs,
      Recipe recipe,
      GuardWatch watch,
      TuneListener listener)
      throws IOException, InterruptedException {
    TuneListener both =
        report -> {
          listener.onEpoch(report);
          return watch.onEpoch(report);
        };
    Beginning beginning = FineTuning.begin(split, set, inputs, recipe, both);
    if (beginning instanceof Beginning.NotSettled not) {
      throw new Failure("can't fine-tune: " + not.why());
    }
    var ready = (Beginning.Ready) beginning;
    long began = System.nanoTime();
    var reports = new ArrayList<EpochReport>();
    boolean helped = false;
    Recipe now = recipe;
    FineTuning run = ready.run();
    while (true) {
      TuneResult result;
      try (FineTuning closing = run) {
        result = closing.run(CheckpointTarget.NONE, NO_CHECKPOINT);
      }
      reports.addAll(result.reports());
      helped |= result.helped();
      result.stopped().filter(why -> why.contains("diverged")).ifPresent(watch::diverged);
      if (!watch.takeReturn()) {
        double seconds = (System.nanoTime() - began) / 1e9;
        return new TuneTrial(now, List.copyOf(reports), helped, result, seconds);
      }
      now = now.times(watch.rateFactor());
      run = FineTuning.again(split, set, inputs, now, both);
    }
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
