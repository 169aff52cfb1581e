package dev.graft.inference.predict;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.graft.events.Receipts;
import dev.graft.events.Vectors;
import dev.graft.inference.batch.Patience;
import dev.graft.inference.batch.Picture;
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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * From a request to its answer: which task, what input, which version, its embedding, its
 * probabilities.
 */
public final class Answering {

  /**
   * What was made of one input.
   *
   * @param embedding {@code [width]}
   * @param bundleDigest of the version that answered
   */
  public record Answer(PredictResponse response, float[] embedding, String bundleDigest) {}

  private record Asked(
      TaskSpec task, long version, Instant arrived, Patience patience, Entrance entrance) {}

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
    var asked = asked(request.getTaskId(), request.getVersion(), patience, entrance);
    return inputs
        .of(request, patience)
        .thenCompose(input -> answers(asked, version -> List.of(input)))
        .thenApply(answers -> answers.get(0).response());
  }

  /**
   * Several inputs, answered by one version, all or none; each is an answer of its own to whoever
   * counts or labels them. Fails with a {@link Refusal}, thrown or in the future.
   *
   * @param version 0: whatever the rollout serves
   * @param inputs what is asked of the version that was chosen; may refuse
   */
  public CompletableFuture<List<Answer>> answerAll(
      String taskId,
      long version,
      Function<Resident, List<Input>> inputs,
      Patience patience,
      Entrance entrance) {
    return answers(asked(taskId, version, patience, entrance), inputs);
  }

  private Asked asked(String taskId, long version, Patience patience, Entrance entrance) {
    var arrived = clock.instant();
    return new Asked(known.task(taskId), version, arrived, patience, entrance);
  }

  private CompletableFuture<List<Answer>> answers(
      Asked asked, Function<Resident, List<Input>> inputs) {
    return chosen
        .of(asked.task().getTaskId(), asked.version())
        .thenCompose(
            held -> held.during(version -> answers(asked, inputs.apply(version), version)));
  }

  private CompletableFuture<List<Answer>> answers(
      Asked asked, List<Input> inputs, Resident version) {
    return Together.all(
            inputs,
            asked.patience(),
            (input, patience) ->
                embedding(input, version, patience, asked.entrance())
                    .thenApply(vector -> answer(asked.task(), input, version, vector)))
        .thenApply(
            answers -> {
              for (var at = 0; at < answers.size(); at++) {
                remember(asked, inputs.get(at), answers.get(at).response());
              }
              return answers;
            });
  }

  private static CompletableFuture<float[]> embedding(
      Input input, Resident version, Patience patience, Entrance entrance) {
    if (input instanceof Input.Vector vector) {
      return CompletableFuture.completedFuture(fitting(vector, version));
    }
    var picture =
        input instanceof Input.Pixels pixels
            ? new Picture.Prepared(pixels.values())
            : new Picture.Encoded(((Input.Encoded) input).picture().toByteArray());
    return entrance.vector(picture, version.backbone(), patience);
  }

  private static Answer answer(TaskSpec task, Input input, Resident version, float[] embedding) {
    var response = response(task, input, version, version.probabilities(embedding)).toBuilder();
    version.novelty(embedding).ifPresent(response::setNovelty);
    return new Answer(response.build(), embedding, version.bundleDigest());
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

  private void remember(Asked asked, Input input, PredictResponse answer) {
    var now = clock.instant();
    var took = java.time.Duration.between(asked.arrived(), now);
    boolean pinned = asked.version() != 0;
    recorder.record(() -> predicted(answer, now, took, pinned));
    if (input instanceof Input.Encoded encoded && encoded.fresh()) {
      keeper.keep(asked.task().getKeep(), answer.getImageId(), encoded.picture(), now);
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
        .addAnswers(served(answer))
        .setLatency(Duration.newBuilder().setSeconds(took.getSeconds()).setNanos(took.getNano()))
        .setReplicaId(replicaId)
        .setPinned(pinned)
        .build();
  }

  private static VersionAnswer.Builder served(PredictResponse answer) {
    var served =
        VersionAnswer.newBuilder()
            .setVersion(answer.getVersion())
            .setClassName(answer.getClassName())
            .addAllProbabilities(answer.getProbabilitiesList());
    return answer.hasNovelty() ? served.setNovelty(answer.getNovelty()) : served;
  }
}
