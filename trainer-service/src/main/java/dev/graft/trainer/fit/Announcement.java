package dev.graft.trainer.fit;

import dev.graft.trainer.dataset.Dataset;
import dev.graft.trainer.gate.Verdict;
import dev.graft.v1.ClassCount;
import dev.graft.v1.ClassScore;
import dev.graft.v1.DatasetManifest;
import dev.graft.v1.GateVerdict;
import dev.graft.v1.HeadTrial;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.RunFitted;
import dev.graft.v1.Scores;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.ClassCounts;
import dev.graft.vision.head.TrainedHead;
import dev.graft.vision.head.Trial;
import java.util.Arrays;
import java.util.List;

/** What a fit measured, in the words of the wire. */
final class Announcement {
  /** A confusion matrix of more classes would not fit into a message; the bundle has it. */
  private static final int MOST_CONFUSED = 200;

  private Announcement() {}

  /** All of an announcement but the number and the time. */
  static ModelPublished draft(
      FitRequest request, Bundle bundle, String digest, long parentVersion, Verdict verdict) {
    ModelPublished.Builder draft =
        ModelPublished.newBuilder()
            .setTaskId(request.taskId())
            .setBundleDigest(digest)
            .setSpace(bundle.space().id())
            .addAllClasses(bundle.classes())
            .setScores(scores(bundle.scores()))
            .setDataset(manifest(bundle))
            .setParentVersion(parentVersion)
            .setGate(verdict(verdict))
            .setHeadKind(HeadPolicies.wire(bundle.kind()));
    bundle.novelty().ifPresent(novelty -> draft.setNoveltyThreshold(novelty.threshold()));
    return draft.build();
  }

  /** All that was fitted and compared but the time it took. */
  static RunFitted.Builder fitted(
      TrainedHead judged, dev.graft.vision.score.Scores scores, boolean choiceReused) {
    return RunFitted.newBuilder()
        .setScores(scores(scores))
        .setL2(judged.strength())
        .setIterations(judged.iterations())
        .setTemperature(judged.temperature())
        .setKind(HeadPolicies.wire(judged.kind()))
        .setChoiceReused(choiceReused)
        .addAllTrials(judged.trials().stream().map(Announcement::trial).toList());
  }

  private static HeadTrial trial(Trial trial) {
    return HeadTrial.newBuilder()
        .setKind(HeadPolicies.wire(trial.kind()))
        .setStrength(trial.strength())
        .setTemperature(trial.temperature())
        .setExamples(trial.examples())
        .setLogLoss(trial.logLoss())
        .setAccuracy(trial.accuracy())
        .setBehind(trial.behind())
        .setBehindError(trial.behindError())
        .build();
  }

  static GateVerdict verdict(Verdict verdict) {
    return GateVerdict.newBuilder()
        .setReleased(verdict.released())
        .setVerdict(verdict.name())
        .setWhy(verdict.why())
        .build();
  }

  static Scores scores(dev.graft.vision.score.Scores scores) {
    Scores.Builder wire =
        Scores.newBuilder()
            .setExamples(scores.examples())
            .setAccuracy(scores.accuracy())
            .setLogLoss(scores.logLoss())
            .setCalibrationError(scores.calibrationError());
    for (var each : scores.classes()) {
      wire.addClasses(
          ClassScore.newBuilder()
              .setClassName(each.name())
              .setExamples(each.examples())
              .setRecall(each.recall())
              .setPrecision(each.precision()));
    }
    if (scores.classes().size() <= MOST_CONFUSED) {
      Arrays.stream(scores.confusion()).forEach(wire::addConfusion);
    }
    return wire.build();
  }

  static List<ClassCounts> counts(Dataset data) {
    return data.tally().classes().stream()
        .map(each -> new ClassCounts(each.name(), each.train(), each.validation()))
        .toList();
  }

  private static DatasetManifest manifest(Bundle bundle) {
    var dataset = bundle.dataset();
    DatasetManifest.Builder wire =
        DatasetManifest.newBuilder()
            .setTaskId(dataset.taskId())
            .setTopicId(dataset.topicId())
            .setSequence(dataset.sequence())
            .setSpace(bundle.space().id())
            .setDigest(dataset.digest());
    for (ClassCounts counts : dataset.counts()) {
      wire.addCounts(
          ClassCount.newBuilder()
              .setClassName(counts.className())
              .setTrain(counts.train())
              .setValidation(counts.validation()));
    }
    return wire.build();
  }
}
