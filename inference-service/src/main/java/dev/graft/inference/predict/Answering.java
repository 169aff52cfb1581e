package dev.graft.inference.predict;

import dev.graft.inference.batch.Outcome;
import dev.graft.inference.batch.Patience;
import dev.graft.inference.batch.Picture;
import dev.graft.inference.predict.Made.Item;
import dev.graft.inference.serve.Answerers;
import dev.graft.inference.serve.Answerers.Role;
import dev.graft.inference.serve.Resident;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.VersionAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  private final Known known;
  private final Inputs inputs;
  private final ChosenVersion chosen;
  private final Aftermath aftermath;
  private final InstantSource clock;

  Answering(
      Known known, Inputs inputs, ChosenVersion chosen, Aftermath aftermath, InstantSource clock) {
    this.known = known;
    this.inputs = inputs;
    this.chosen = chosen;
    this.aftermath = aftermath;
    this.clock = clock;
  }

  /** Fails with a {@link Refusal}, thrown or in the future. */
  CompletableFuture<Answered<PredictResponse>> answer(
      PredictRequest request, Patience patience, Entrance entrance) {
    var arrived = clock.instant();
    var task = known.task(request.getTaskId());
    return inputs
        .of(request, patience)
        .thenCompose(
            input -> answers(asked(task, Question.of(request, input), arrived, patience, entrance)))
        .thenApply(answered -> answered.map(answers -> answers.get(0).response()));
  }

  /**
   * Several inputs, answered by one version, all or none; each is an answer of its own to whoever
   * counts or labels them. Fails with a {@link Refusal}, thrown or in the future.
   */
  public CompletableFuture<Answered<List<Answer>>> answerAll(
      Question question, Patience patience, Entrance entrance) {
    var arrived = clock.instant();
    var task = known.task(question.taskId());
    return answers(asked(task, question, arrived, patience, entrance));
  }

  private static Asked asked(
      TaskSpec task, Question question, Instant arrived, Patience patience, Entrance entrance) {
    return new Asked(task, question, UUID.randomUUID().toString(), arrived, patience, entrance);
  }

  private CompletableFuture<Answered<List<Answer>>> answers(Asked asked) {
    return chosen.of(asked).thenCompose(answerers -> answers(asked, answerers));
  }

  private CompletableFuture<Answered<List<Answer>>> answers(Asked asked, Answerers answerers) {
    var made = answerers.serving().during(version -> made(asked, version));
    if (answerers.role() != Role.CANDIDATE) {
      return made.thenApply(all -> answered(asked, answerers, all, null));
    }
    return made.handle(
            (all, fault) ->
                fault == null
                    ? CompletableFuture.completedFuture(answered(asked, answerers, all, null))
                    : instead(asked, answerers, fault))
        .thenCompose(Function.identity());
  }

  /** The candidate has failed: that must be nobody's loss, so the stable version answers. */
  private CompletableFuture<Answered<List<Answer>>> instead(
      Asked asked, Answerers answerers, Throwable fault) {
    var failed = answerers.serving();
    var stable =
        Refusal.mayBeTheVersions(fault) ? chosen.other(asked.task().getTaskId(), failed) : null;
    if (stable == null) {
      return CompletableFuture.failedFuture(fault);
    }
    var said = Shadow.fault(failed, fault);
    return stable
        .during(version -> made(asked, version))
        .thenApply(all -> answered(asked, answerers.instead(stable), all, said));
  }

  /**
   * An answer, and what is to be done after it.
   *
   * @param failed what the candidate said instead of an answer
   */
  private Answered<List<Answer>> answered(
      Asked asked, Answerers by, List<Made> made, @Nullable VersionAnswer failed) {
    var now = clock.instant();
    return new Answered<>(
        made.stream().map(Made::answer).toList(), () -> aftermath.of(asked, by, made, failed, now));
  }

  private static CompletableFuture<List<Made>> made(Asked asked, Resident version) {
    return Together.all(
        items(asked, version),
        asked.patience(),
        (item, patience) ->
            embedded(item.input(), version, patience, asked.entrance())
                .thenApply(embedded -> Made.of(item, version, embedded)));
  }

  private static List<Item> items(Asked asked, Resident version) {
    var inputs = asked.question().inputs().apply(version);
    if (inputs.size() == 1) {
      return List.of(new Item(inputs.get(0), asked.predictionId(), asked.arrived()));
    }
    var items = new ArrayList<Item>(inputs.size());
    for (var input : inputs) {
      var id = items.isEmpty() ? asked.predictionId() : UUID.randomUUID().toString();
      items.add(new Item(input, id, asked.arrived()));
    }
    return items;
  }

  private static CompletableFuture<Outcome.Embedded> embedded(
      Input input, Resident version, Patience patience, Entrance entrance) {
    if (input instanceof Input.Vector vector) {
      return CompletableFuture.completedFuture(
          new Outcome.Embedded(vector.fitting(version), Duration.ZERO));
    }
    var picture =
        input instanceof Input.Pixels pixels
            ? new Picture.Prepared(pixels.values())
            : new Picture.Encoded(((Input.Encoded) input).picture().toByteArray());
    return entrance.embedded(picture, version.backbone(), patience);
  }
}
