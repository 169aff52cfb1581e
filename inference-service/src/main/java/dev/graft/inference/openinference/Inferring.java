package dev.graft.inference.openinference;

import dev.graft.inference.batch.Patience;
import dev.graft.inference.predict.Answered;
import dev.graft.inference.predict.Answering;
import dev.graft.inference.predict.Entrance;
import dev.graft.inference.predict.Known;
import dev.graft.inference.predict.Question;
import dev.graft.inference.predict.Refusal;
import dev.graft.openinference.ModelInferRequest;
import dev.graft.openinference.ModelInferResponse;
import java.util.concurrent.CompletableFuture;

/** From a request of the protocol to its response. */
final class Inferring {

  private static final String COHORT_KEY = "cohort_key";

  private final Known known;
  private final Answering answering;
  private final Entrance entrance;
  private final int mostElements;

  Inferring(Known known, Answering answering, Entrance entrance, int mostElements) {
    this.known = known;
    this.answering = answering;
    this.entrance = entrance;
    this.mostElements = mostElements;
  }

  /** Fails with a refusal, thrown or in the future. */
  CompletableFuture<Answered<ModelInferResponse>> infer(
      ModelInferRequest request, Patience patience) {
    var task = ModelNames.task(request.getModelName(), known);
    var version = ModelNames.version(request.getModelVersion());
    var outputs = Output.wanted(request.getOutputsList());
    var tensor = InputTensor.of(request, mostElements);
    var question =
        new Question(
            task.getTaskId(),
            version,
            cohortKey(request),
            tensor.name() == TensorName.IMAGE,
            tensor::firstImageId,
            tensor::inputs);
    return answering
        .answerAll(question, patience, entrance)
        .thenApply(
            answered -> answered.map(answers -> OutputTensors.response(request, outputs, answers)));
  }

  private static String cohortKey(ModelInferRequest request) {
    var key = request.getParametersMap().get(COHORT_KEY);
    if (key == null) {
      return "";
    }
    if (!key.hasStringParam()) {
      throw Refusal.invalid("the parameter cohort_key must be a string_param");
    }
    return key.getStringParam();
  }
}
