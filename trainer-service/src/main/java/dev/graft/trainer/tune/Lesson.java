package dev.graft.trainer.tune;

import dev.graft.trainer.v1.TunePlan;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.guarded.GuardWatch;
import dev.graft.vision.guarded.GuardedTune;
import dev.graft.vision.tune.CutInputs;
import dev.graft.vision.tune.EpochReport;
import dev.graft.vision.tune.HeldOutScore;
import dev.graft.vision.tune.LabelledPicture;
import dev.graft.vision.tune.Recipe;
import dev.graft.vision.tune.SplitNetwork;
import dev.graft.vision.tune.TuneSet;
import dev.graft.vision.tune.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The epochs of one plan, from its beginning or its last checkpoint on. */
final class Lesson {
  private final Bench bench;
  private final TunePlan plan;
  private final StoredRun stored;
  private final Telling tell;
  private final TuneSet set;
  private final long began = System.nanoTime();
  private Duration spentBefore = Duration.ZERO; // by instances that were stopped
  private @Nullable EpochReport heard; // the last epoch that is over and not told yet
  private int alarmsTold;

  Lesson(Bench bench, TunePlan plan, StoredRun stored, Telling tell) {
    this.bench = bench;
    this.plan = plan;
    this.stored = stored;
    this.tell = tell;
    this.set = Plans.set(plan.getClassesList(), plan.getPicturesList());
  }

  Learned learn() throws BadWeightsException, IOException, InterruptedException {
    Recipe recipe = Recipes.of(plan);
    GuardWatch watch =
        new GuardWatch(
            set.classes(), heldOut(), Recipes.rules(plan), plan.getStartLoss(), true, this::left);
    try (SplitNetwork split = bench.split(plan.getCut(), Plans.head(plan))) {
      CutInputs inputs =
          bench.inputs(split, plan.getCut(), recipe, Plans.images(plan.getPicturesList()));
      try (var tune = new GuardedTune(split, set, inputs, recipe, watch, this::hear)) {
        Optional<String> objection = begin(tune);
        alarmsTold = watch.events().size();
        if (objection.isPresent()) {
          return new Learned(List.of(), false, 0, 0, objection);
        }
        return learn(tune, watch);
      }
    }
  }

  private Optional<String> begin(GuardedTune tune) throws IOException {
    Optional<StoredRun.Saved> last = stored.latest(Recipes.mostEpochs(plan));
    if (last.isEmpty()) {
      return tune.begin();
    }
    spentBefore = tune.resume(last.get().bytes());
    return Optional.empty();
  }

  private Learned learn(GuardedTune tune, GuardWatch watch)
      throws IOException, InterruptedException {
    boolean more = true;
    while (more) {
      more = tune.step();
      if (Thread.interrupted()) {
        throw new InterruptedException("cancelled; it goes on at its last checkpoint");
      }
      EpochReport report = heard;
      if (report != null) {
        heard = null;
        tell.epoch(tune.epochs(), report, more ? saved(tune) : "");
      }
      for (; alarmsTold < watch.events().size(); alarmsTold++) {
        tell.alarmed(watch.events().get(alarmsTold));
      }
    }
    return learned(tune);
  }

  private String saved(GuardedTune tune) {
    return stored.save(tune.epochs(), tune.checkpoint(spent()));
  }

  private static Learned learned(GuardedTune tune) {
    List<HeldOutScore> scores =
        tune.reports().stream()
            .map(EpochReport::heldOut)
            .filter(score -> score != null)
            .map(score -> (HeldOutScore) score)
            .toList();
    double before = scores.get(0).accuracy();
    double after =
        scores.stream().map(HeldOutScore::accuracy).max(Comparator.naturalOrder()).orElse(before);
    return new Learned(tune.last().tail(), tune.helped(), before, after, tune.last().stopped());
  }

  private Verdict hear(EpochReport report) {
    heard = report.epoch() > 0 ? report : heard;
    return Verdict.goOn();
  }

  private Duration spent() {
    return spentBefore.plusNanos(System.nanoTime() - began);
  }

  private Duration left() {
    return Duration.ofSeconds(plan.getBudget().getSeconds()).minus(spent());
  }

  /** Pictures of each class. */
  private int[] heldOut() {
    var counts = new int[set.classes().size()];
    for (LabelledPicture picture : set.heldOut()) {
      counts[picture.label()]++;
    }
    return counts;
  }
}
