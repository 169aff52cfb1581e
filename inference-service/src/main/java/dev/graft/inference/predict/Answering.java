package dev.graft.inference.predict;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.graft.events.Receipts;
import dev.graft.events.Vectors;
import dev.graft.inference.batch.Patience;
import dev.graft.inference.record.Keeper;
import dev.graft.inference.record.Recorder;
import dev.graft.inference.serve.Resident;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.Predicted;
import dev.graft.v1.Receipt;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.VersionAnswer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * From a request to its answer: which task, what input, which version, its embedding, its
 * probabilities.
 */
final class Answering {

  private final Known known;
  private final Inputs inputs;
  private final ChosenVersion chosen;
  private final Recorder recorder;
  private final Keeper keeper;
  private final String replicaId;
  private final InstantSource clock;

  Answering(
      Known known,
      Inputs inputs,
      ChosenVersion chosen,
      Recorder recorder,
      Keeper keeper,
      String replicaId,
      InstantSource clock) {
    this.known = known;
    this.inputs = inputs;
    this.chosen = chosen;
    this.recorder = recorder;
    this.keeper = keeper;
    this.replicaId = replicaId;
    this.clock = clock;
  }

  /** Fails with a {@link Refusal}, thrown or in the future. */
  CompletableFuture<PredictResponse> answer(
      PredictRequest request, Patience patience, Entrance entrance) {
    var arrived = clock.instant();
    var task = known.task(request.getTaskId());
    return inputs
        .of(request, patience)
        .thenCompose(
            input ->
                answer(request, task, input, patience, entrance)
                    .thenApply(
                        answer -> {
                          remember(request, task, input, answer, arrived);
                          return answer;
                        }));
  }

  private CompletableFuture<PredictResponse> answer(
      PredictRequest request, TaskSpec task, Input input, Patience patience, Entrance entrance) {
    return chosen
        .of(task.getTaskId(), request.getVersion())
        .thenCompose(
            held ->
                held.during(
                    version ->
                        embedding(input, version, patience, entrance)
                            .thenApply(
                                vector ->
                                    response(
                                        task, input, version, version.probabilities(vector)))));
  }

  private static CompletableFuture<float[]> embedding(
      Input input, Resident version, Patience patience, Entrance entrance) {
    if (input instanceof Input.Vector vector) {
      return CompletableFuture.completedFuture(fitting(vector, version));
    }
    var picture = ((Input.Encoded) input).picture().toByteArray();
    return entrance.vector(picture, version.backbone(), patience);
  }

  private static float[] fitting(Input.Vector vector, Resident version) {
    var name = "version " + version.version() + " of task " + version.taskId();
    if (!vector.space().equals(version.space())) {
      throw Refusal.invalid(
          "the embedding is of space "
              + vector.space()
              + ", but "
              + name
              + " takes space "
              + version.space());
    }
    if (vector.values().length != version.width()) {
      throw Refusal.invalid(
          "the embedding has "
              + vector.values().length
              + " values, but "
              + name
              + " takes "
              + version.width());
    }
    return vector.values();
  }

  private static PredictResponse response(
      TaskSpec task, Input input, Resident version, float[] probabilities) {
    var top = 0;
    for (var at = 1; at < probabilities.length; at++) {
      top = probabilities[at] > probabilities[top] ? at : top;
    }
    var imageId = input.imageId();
    var receipt =
        Receipt.newBuilder()
            .setPredictionId(UUID.randomUUID().toString())
            .setTaskId(task.getTaskId())
            .setImageId(imageId)
            .setVersion(version.version());
    return PredictResponse.newBuilder()
        .setTaskId(task.getTaskId())
        .setVersion(version.version())
        .setClassName(version.classes().get(top))
        .setProbability(probabilities[top])
        .addAllClasses(version.classes())
        .addAllProbabilities(Vectors.toList(probabilities))
        .setReceipt(Receipts.encode(receipt.build()))
        .setImageId(imageId)
        .setSpace(version.space())
        .build();
  }

  private void remember(
      PredictRequest request, TaskSpec task, Input input, PredictResponse answer, Instant arrived) {
    var now = clock.instant();
    var took = java.time.Duration.between(arrived, now);
    boolean pinned = request.getVersion() != 0;
    recorder.record(() -> predicted(answer, now, took, pinned));
    if (input instanceof Input.Encoded encoded && encoded.fresh()) {
      keeper.keep(task.getKeep(), answer.getImageId(), encoded.picture(), now);
    }
  }

  private Predicted predicted(
      PredictResponse answer, Instant now, java.time.Duration took, boolean pinned) {
    var prediction = Receipts.decode(answer.getReceipt()).map(Receipt::getPredictionId).orElse("");
    return Predicted.newBuilder()
        .setPredictionId(prediction)
        .setTaskId(answer.getTaskId())
        .setImageId(answer.getImageId())
        .setTime(Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
        .setServedVersion(answer.getVersion())
        .addAnswers(
            VersionAnswer.newBuilder()
                .setVersion(answer.getVersion())
                .setClassName(answer.getClassName())
                .addAllProbabilities(answer.getProbabilitiesList()))
        .setLatency(Duration.newBuilder().setSeconds(took.getSeconds()).setNanos(took.getNano()))
        .setReplicaId(replicaId)
        .setPinned(pinned)
        .build();
  }
}
