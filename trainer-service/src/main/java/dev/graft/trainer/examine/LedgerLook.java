package dev.graft.trainer.examine;

import dev.graft.trainer.diagnose.TaskMeasured;
import dev.graft.trainer.fit.Wishes;
import dev.graft.trainer.v1.CurvePoint;
import dev.graft.trainer.v1.TaskLedger;
import dev.graft.trainer.v1.TuneStory;
import dev.graft.v1.TuneEpoch;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.strategy.HeadRecord;
import java.util.List;
import java.util.Optional;

/** What a task's ledger has to say about its newest version. */
record LedgerLook(TaskLedger ledger, Bundle bundle) {

  List<HeadRecord.Point> curve() {
    return ledger.getTune().getCurveList().stream()
        .map(point -> new HeadRecord.Point(point.getExamples(), point.getAccuracy()))
        .toList();
  }

  /** Validation examples of the last point. */
  int judgedOn() {
    List<CurvePoint> curve = ledger.getTune().getCurveList();
    return curve.isEmpty() ? 0 : curve.get(curve.size() - 1).getJudgedOn();
  }

  /** The space that the version's tail, or else the backbone alone, has with today's backbone. */
  String expectedSpace() {
    BackboneSpec now = Wishes.specOf(ledger.getSpec().getBackbone());
    return bundle
        .tail()
        .map(tail -> Backbone.spaceOf(now, tail))
        .orElseGet(() -> Backbone.spaceOf(now))
        .id();
  }

  Optional<TaskMeasured.TuneLook> tune() {
    TuneStory story = ledger.getTune().getStory();
    if (story.getEpochsCount() == 0) {
      return Optional.empty();
    }
    String made = story.getEnded().getTailDigest();
    boolean own = bundle.tail().map(Tail::digest).filter(made::equals).isPresent();
    return Optional.of(
        new TaskMeasured.TuneLook(
            story.getPlanned().getCut(),
            story.getPlanned().getBatchNorm(),
            own,
            story.getEpochsList().stream().map(LedgerLook::look).toList()));
  }

  private static TaskMeasured.EpochLook look(TuneEpoch epoch) {
    return new TaskMeasured.EpochLook(
        epoch.getEpoch(), epoch.getTrainLoss(), epoch.getHeldOutLoss(), epoch.getHeldOutAccuracy());
  }
}
