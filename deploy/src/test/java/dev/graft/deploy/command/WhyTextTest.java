package dev.graft.deploy.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Duration;
import dev.graft.v1.ClassCount;
import dev.graft.v1.DatasetManifest;
import dev.graft.v1.ExplainResponse;
import dev.graft.v1.GateVerdict;
import dev.graft.v1.HistoryEntry;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.Predicted;
import dev.graft.v1.Receipt;
import dev.graft.v1.RecordPlace;
import dev.graft.v1.RolloutState;
import dev.graft.v1.VersionAnswer;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhyTextTest {
  private static final Receipt RECEIPT =
      Receipt.newBuilder()
          .setPredictionId("0f1e2d3c")
          .setTaskId("pets")
          .setImageId("tabby-1")
          .setVersion(8)
          .setTime(RolloutTextTest.at("2026-01-31T12:00:00.25Z"))
          .build();

  @Test
  void tellsWhereAPredictionCameFrom() {
    assertEquals(
        """
        prediction 0f1e2d3c of task pets
          image       tabby-1
          asked       2026-01-31T12:00:00Z
          answered    cat by version 8: cat 0.930, dog 0.070
          scored      dog by version 7
          recorded    graft.predictions/3/1881 by replica r1, which took 12.3 ms
          version     8, published 2026-01-31T08:30:00Z
          bundle      9f8e7d6c
          space       aabbcc
          parent      version 7
          gate        not-worse: 0.93 against 0.92
          dataset     changes 1 to 1301 of graft.examples (topic id t1), the last one at graft.examples/2/1403
                      digest ffeedd
                      cat 240 train + 60 validation, dog 250 train + 50 validation
          then        canary, version 7 serves, and version 8 10 % of the requests; revision 41 since 2026-01-31T08:40:30Z (graft.rollout-history/3/71)
                      by the judge: version 8 serves 10 % now
          to check    graft replay 8 --task pets\
        """,
        WhyText.of(
            ExplainResponse.newBuilder()
                .setReceipt(RECEIPT)
                .setModel(model())
                .setDatasetEnd(place("graft.examples", 2, 1403))
                .setPrediction(prediction())
                .setPredictionPlace(place("graft.predictions", 3, 1881))
                .setRollout(rollout())
                .build()));
  }

  @Test
  void saysWhatIsNoLongerKnown() {
    assertEquals(
        """
        prediction 0f1e2d3c of task pets
          unknown     the answer is not on graft.predictions
          unknown     version 8 is no longer kept\
        """,
        WhyText.of(
            ExplainResponse.newBuilder()
                .setReceipt(RECEIPT.toBuilder().clearTime().clearImageId())
                .addUnknown("the answer is not on graft.predictions")
                .addUnknown("version 8 is no longer kept")
                .build()));
  }

  private static ModelPublished model() {
    var dataset =
        DatasetManifest.newBuilder()
            .setTaskId("pets")
            .setTopicId("t1")
            .setSequence(1301)
            .setDigest("ffeedd")
            .addCounts(count("cat", 240, 60))
            .addCounts(count("dog", 250, 50));
    return ModelPublished.newBuilder()
        .setTaskId("pets")
        .setVersion(8)
        .setBundleDigest("9f8e7d6c")
        .setSpace("aabbcc")
        .addAllClasses(List.of("dog", "cat"))
        .setParentVersion(7)
        .setGate(GateVerdict.newBuilder().setVerdict("not-worse").setWhy("0.93 against 0.92"))
        .setTime(RolloutTextTest.at("2026-01-31T08:30:00Z"))
        .setDataset(dataset)
        .build();
  }

  private static ClassCount count(String name, int train, int validation) {
    return ClassCount.newBuilder()
        .setClassName(name)
        .setTrain(train)
        .setValidation(validation)
        .build();
  }

  private static Predicted prediction() {
    return Predicted.newBuilder()
        .setServedVersion(8)
        .setReplicaId("r1")
        .setLatency(Duration.newBuilder().setNanos(12_340_000))
        .addAnswers(
            VersionAnswer.newBuilder()
                .setVersion(8)
                .setClassName("cat")
                .addProbabilities(0.07f)
                .addProbabilities(0.93f))
        .addAnswers(VersionAnswer.newBuilder().setVersion(7).setClassName("dog"))
        .build();
  }

  private static HistoryEntry rollout() {
    var state =
        RolloutState.newBuilder()
            .setPhase(RolloutState.Phase.CANARY)
            .setStableVersion(7)
            .setCandidateVersion(8)
            .setCandidateShare(0.1)
            .setRevision(41)
            .setSince(RolloutTextTest.at("2026-01-31T08:40:30Z"))
            .setBy("the judge")
            .setWhy("version 8 serves 10 % now");
    return HistoryEntry.newBuilder()
        .setState(state)
        .setPlace(place("graft.rollout-history", 3, 71))
        .build();
  }

  private static RecordPlace place(String topic, int partition, long offset) {
    return RecordPlace.newBuilder()
        .setTopic(topic)
        .setPartition(partition)
        .setOffset(offset)
        .build();
  }
}
