package dev.graft.deploy.lab;

import dev.graft.vision.guarded.GuardWatch;
import dev.graft.vision.optim.Schedule;
import dev.graft.vision.tune.CutInputs;
import dev.graft.vision.tune.EpochReport;
import dev.graft.vision.tune.HeadStart;
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
import java.util.Map;
import java.util.Optional;

/** Trains ways of learning on the fit part, and the chosen one once more on all train pictures. */
final class FineTunes {
  private final TuneGround ground;
  private final LabOptions options;

  FineTunes(TuneGround ground, LabOptions options) {
    this.ground = ground;
    this.options = options;
  }

  /** A trained way, with what a refit needs. */
  record Trained(Way way, TuneTrial trial, int returns, Entry entry, Answers validation) {}

  /** Trains under the guard. */
  Trained trained(Way way, int epochs, Deadline deadline) throws IOException, InterruptedException {
    Recipe recipe = way.recipe().apply(epochs).withSeed(options.seed());
    var watch =
        new GuardWatch(
            ground.set().classes(),
            ground.heldBack(),
            way.rules(),
            way.fromChance() ? Math.log(ground.set().classes().size()) : ground.startLoss(),
            true,
            deadline::left);
    try (SplitNetwork split = split(way, new HeadStart.Fitted(ground.judged().head()))) {
      CutInputs inputs = way.source().inputs(split, recipe.views());
      var trial = TuneTrial.run(split, ground.trial(), inputs, recipe, watch, TuneListener.SILENT);
      Answers validation = ground.answers(split, inputs, LabPicture.Part.VALIDATION);
      double temperature = validation.temperature();
      var settings = settings(way, trial);
      settings.put("temperature", temperature);
      settings.put("returns", watch.returns());
      settings.put("outOfTime", watch.ranOutOfTime());
      settings.put("refitted", false);
      var entry =
          new Entry(
              way.name(),
              ground.answers(split, inputs, LabPicture.Part.TEST).accuracy(),
              validation.accuracy(),
              validation.loss(temperature),
              ground.seconds() + trial.seconds(),
              way.share() < 1 ? millis(split, inputs) : ground.millis(),
              trial.curves(),
              settings,
              watch.events());
      return new Trained(way, trial, watch.returns(), entry, validation);
    }
  }

  private SplitNetwork split(Way way, HeadStart head) {
    return way.fromChance()
        ? SplitNetwork.fromScratch(
            way.source().architecture(),
            ground.set().classes().size(),
            options.seed(),
            way.source().device())
        : way.source().split(head);
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
    trial.last().stopped().ifPresent(why -> settings.put("stopped", why));
    return settings;
  }

  private static Map<String, Object> said(Phase phase) {
    return Map.of(
        "from", phase.from(),
        "epochs", phase.epochs(),
        "rates", phase.rates().toString(),
        "schedule", phase.schedule().toString());
  }

  /**
   * Learns the same way from the fit and the held-back pictures, and is scored on the test part
   * anew; there is nothing that could judge it by then.
   */
  Entry refitted(Trained chosen, Deadline deadline) throws IOException, InterruptedException {
    Optional<Recipe> recipe = refit(chosen);
    if (recipe.isEmpty()) {
      return noted(
          chosen.entry(), "it was stopped or went back, so there is no whole run to repeat");
    }
    TuneSet all = ground.all();
    var watch =
        new GuardWatch(
            all.classes(),
            new int[all.classes().size()],
            chosen.way().rules(),
            0,
            true,
            deadline::left);
    try (SplitNetwork split = split(chosen.way(), ground.headOfAll())) {
      CutInputs inputs = chosen.way().source().inputs(split, recipe.get().views());
      var trial = TuneTrial.run(split, all, inputs, recipe.get(), watch, TuneListener.SILENT);
      if (!trial.helped() || trial.last().stopped().isPresent()) {
        return noted(chosen.entry(), "the time was not enough for a refit on all train pictures");
      }
      Entry entry = chosen.entry();
      var settings = new HashMap<>(entry.settings());
      settings.put("refitted", true);
      settings.put("testAccuracyBeforeRefit", entry.testAccuracy());
      settings.put("refitPhases", recipe.get().phases().stream().map(FineTunes::said).toList());
      return new Entry(
          entry.name(),
          ground.answers(split, inputs, LabPicture.Part.TEST).accuracy(),
          entry.validationAccuracy(),
          entry.validationLoss(),
          entry.seconds() + trial.seconds(),
          entry.inferenceMillis(),
          entry.curves(),
          settings,
          entry.guard());
    }
  }

  static Entry noted(Entry entry, String why) {
    var settings = new HashMap<>(entry.settings());
    settings.put("refitted", false);
    settings.put("whyNotRefitted", why);
    return new Entry(
        entry.name(),
        entry.testAccuracy(),
        entry.validationAccuracy(),
        entry.validationLoss(),
        entry.seconds(),
        entry.inferenceMillis(),
        entry.curves(),
        settings,
        entry.guard());
  }

  /**
   * The phases that were kept: those at a steady rate until their best epoch, those with a schedule
   * to its end, without which they would be another recipe.
   */
  private static Optional<Recipe> refit(Trained chosen) {
    var last = chosen.trial().last();
    if (chosen.returns() > 0 || last.stopped().isPresent() || !chosen.trial().helped()) {
      return Optional.empty();
    }
    var phases = new ArrayList<Phase>();
    for (int i = 0; i < last.phasesKept().size(); i++) {
      Phase phase = chosen.trial().recipe().phases().get(i);
      if (last.phasesKept().get(i)) {
        boolean steady = phase.schedule() instanceof Schedule.Constant;
        int epochs = steady ? bestEpoch(last.reports(), i) : phase.epochs();
        phases.add(new Phase(phase.from(), epochs, phase.rates(), phase.schedule()));
      }
    }
    return Optional.of(chosen.trial().recipe().withPhases(phases));
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
