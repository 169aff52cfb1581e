package dev.graft.trainer.tune;

import dev.graft.trainer.fit.RunEvents;
import dev.graft.trainer.v1.TunePlan;
import dev.graft.v1.RunEvent;
import dev.graft.v1.TuneAlarmed;
import dev.graft.v1.TuneEpoch;
import dev.graft.v1.TunePlanned;
import dev.graft.vision.guarded.GuardEvent;
import dev.graft.vision.tune.EpochReport;
import dev.graft.vision.tune.HeldOutScore;
import java.time.InstantSource;
import java.util.function.Consumer;

/** What a fine-tune says on the way, in the words of graft.runs. */
record Telling(TuneRequest request, InstantSource clock, Consumer<TuneNews> tell) {

  void planned(TunePlan plan, boolean resumed) {
    TunePlanned.Builder planned =
        TunePlanned.newBuilder()
            .setStrategy(plan.getStrategy())
            .setCut(plan.getCut())
            .setRecipe(Recipes.said(Recipes.of(plan)))
            .addAllReasons(plan.getReasonsList())
            .setDomain(plan.getDomain())
            .setTrainPictures(count(plan, false))
            .setHeldOutPictures(count(plan, true))
            .setWithoutPixels(plan.getWithoutPixels())
            .setResumed(resumed)
            .setBatchNorm(Recipes.batchNorm(plan));
    if (plan.hasDomainDistance()) {
      planned.setDomainDistance(plan.getDomainDistance());
    }
    planned(planned.build());
  }

  private static int count(TunePlan plan, boolean heldOut) {
    return (int)
        plan.getPicturesList().stream().filter(picture -> picture.getHeldOut() == heldOut).count();
  }

  void planned(TunePlanned planned) {
    say(event -> event.setTunePlanned(planned));
  }

  void epoch(int number, EpochReport report, String checkpoint) {
    TuneEpoch.Builder epoch =
        TuneEpoch.newBuilder()
            .setEpoch(number)
            .setPhase(report.phase())
            .setTrainLoss(report.trainLoss())
            .setTrainAccuracy(report.trainAccuracy())
            .setCheckpoint(checkpoint);
    HeldOutScore score = report.heldOut();
    if (score != null) {
      epoch.setHeldOutLoss(score.loss()).setHeldOutAccuracy(score.accuracy());
    }
    say(event -> event.setTuneEpoch(epoch));
  }

  void alarmed(GuardEvent alarm) {
    say(
        event ->
            event.setTuneAlarmed(
                TuneAlarmed.newBuilder()
                    .setEpoch(alarm.epoch())
                    .setAlarm(alarm.alarm())
                    .setAction(alarm.action())
                    .setWhy(alarm.why())));
  }

  private void say(Consumer<RunEvent.Builder> what) {
    long sequence = request.snapshot().sequence();
    RunEvent.Builder event =
        RunEvents.begun(request.taskId(), request.runId(), sequence, clock.instant());
    what.accept(event);
    tell.accept(new TuneNews.Progress(event.build()));
  }
}
