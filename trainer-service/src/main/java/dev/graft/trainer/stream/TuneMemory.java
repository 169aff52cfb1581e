package dev.graft.trainer.stream;

import dev.graft.events.Times;
import dev.graft.trainer.fit.FitRequest;
import dev.graft.trainer.v1.CurvePoint;
import dev.graft.trainer.v1.OwnTail;
import dev.graft.trainer.v1.TaskLedger;
import dev.graft.trainer.v1.TuneLedger;
import dev.graft.trainer.v1.TuneStory;
import dev.graft.v1.ClassCount;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.RunEvent;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.strategy.HeadRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads and writes what a task's ledger knows of its fine-tunes. Values in, values out. */
final class TuneMemory {
  /** A point of the learning curve for each so many times as many examples. */
  private static final double STEP = 1.2;

  private static final Duration FIRST_BACK_OFF = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 6;

  private TuneMemory() {}

  /** A tail that no fit has held against the versions yet. */
  static Optional<Tail> candidate(TaskLedger ledger) {
    OwnTail own = ledger.getTune().getCandidate();
    return ledger.getTune().hasCandidate()
        ? Optional.of(new Tail(own.getCut(), own.getDigest(), own.getBytes(), own.getBatchNorm()))
        : Optional.empty();
  }

  /** A fit on that candidate has come to its end, whatever it was. */
  static TaskLedger tried(TaskLedger ledger, Optional<Tail> candidate) {
    return candidate.isPresent() && candidate.equals(candidate(ledger))
        ? with(ledger, ledger.getTune().toBuilder().clearCandidate())
        : ledger;
  }

  static TaskLedger with(TaskLedger ledger, TuneLedger.Builder tune) {
    return ledger.toBuilder().setTune(tune).build();
  }

  /** One more point of the learning curve, of a head on the backbone as it was published. */
  static TaskLedger learned(TaskLedger ledger, FitRequest request, ModelPublished draft) {
    int examples = draft.getDataset().getCountsList().stream().mapToInt(ClassCount::getTrain).sum();
    List<CurvePoint> curve = ledger.getTune().getCurveList();
    boolean far = curve.isEmpty() || examples >= STEP * curve.get(curve.size() - 1).getExamples();
    if (!far || !draft.getSpace().equals(request.wish().space())) {
      return ledger;
    }
    return with(
        ledger,
        ledger.getTune().toBuilder()
            .addCurve(
                CurvePoint.newBuilder()
                    .setExamples(examples)
                    .setAccuracy(draft.getScores().getAccuracy())
                    .setJudgedOn(draft.getScores().getExamples())));
  }

  /**
   * What a fine-tune says on the way is kept until the next one that trains anything; one that goes
   * on adds to it.
   */
  static TuneLedger.Builder told(TuneLedger tune, RunEvent event) {
    TuneStory.Builder story = tune.getStory().toBuilder();
    boolean leftAlone =
        event.getTunePlanned().getStrategy().equals("features")
            || event.hasTuneEnded() && event.getTuneEnded().getCut().isEmpty();
    if (leftAlone) {
      return tune.toBuilder();
    }
    if (event.hasTunePlanned() && !event.getTunePlanned().getResumed()) {
      story.clear();
    }
    if (event.hasTunePlanned()) {
      story.setPlanned(event.getTunePlanned());
    } else if (event.hasTuneEpoch()) {
      story.addEpochs(event.getTuneEpoch().toBuilder().clearCheckpoint());
    } else if (event.hasTuneEnded()) {
      story.setEnded(event.getTuneEnded());
    }
    return tune.toBuilder().setStory(story);
  }

  static List<HeadRecord.Point> curve(TaskLedger ledger) {
    return ledger.getTune().getCurveList().stream()
        .map(point -> new HeadRecord.Point(point.getExamples(), point.getAccuracy()))
        .toList();
  }

  /** Whether more examples no longer help; empty while they have not doubled yet. */
  static Optional<Boolean> headStopped(TaskLedger ledger) {
    List<CurvePoint> points = ledger.getTune().getCurveList();
    if (points.isEmpty()) {
      return Optional.empty();
    }
    CurvePoint last = points.get(points.size() - 1);
    var head = new HeadRecord(last.getAccuracy(), last.getJudgedOn(), curve(ledger));
    return head.gainOfLastDoubling().isEmpty()
        ? Optional.empty()
        : Optional.of(head.stoppedImproving());
  }

  /** The ledger after a run that broke. */
  static TuneLedger.Builder broke(TuneLedger tune, Instant now) {
    int failures = tune.getFailures();
    Duration wait = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    return over(tune).setFailures(failures + 1).setNotBefore(Times.of(now.plus(wait)));
  }

  /** The ledger after a run that came to its end. */
  static TuneLedger.Builder over(TuneLedger tune) {
    return tune.toBuilder()
        .clearRunId()
        .clearRunWhy()
        .clearRunCommanded()
        .clearFailures()
        .clearNotBefore();
  }
}
