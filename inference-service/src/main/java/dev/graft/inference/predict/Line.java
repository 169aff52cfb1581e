package dev.graft.inference.predict;

import dev.graft.events.Times;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.Predicted;
import dev.graft.v1.VersionAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An answer as it is to be written to graft.predictions. It waits there without the picture.
 *
 * @param cohortKey what the version was chosen by, if neither the image nor the prediction
 * @param at when it was answered
 * @param latency from the request's arrival
 * @param took of the version that answered alone
 */
record Line(
    String replicaId,
    PredictResponse answer,
    String predictionId,
    String cohortKey,
    boolean pinned,
    Instant at,
    Duration latency,
    Duration took) {

  /** With what the versions on trial made of the same input. */
  Predicted with(List<VersionAnswer> others) {
    var served =
        VersionAnswer.newBuilder()
            .setVersion(answer.getVersion())
            .setClassName(answer.getClassName())
            .addAllProbabilities(answer.getProbabilitiesList())
            .setTook(Shadow.protobuf(took));
    if (answer.hasNovelty()) {
      served.setNovelty(answer.getNovelty());
    }
    return Predicted.newBuilder()
        .setPredictionId(predictionId)
        .setTaskId(answer.getTaskId())
        .setImageId(answer.getImageId())
        .setTime(Times.of(at))
        .setServedVersion(answer.getVersion())
        .addAnswers(served)
        .addAllAnswers(others)
        .setLatency(Shadow.protobuf(latency))
        .setReplicaId(replicaId)
        .setPinned(pinned)
        .setCohortKey(cohortKey)
        .build();
  }
}
