package dev.graft.inference.openinference;

import dev.graft.inference.batch.Patience;
import dev.graft.inference.predict.Answering;
import dev.graft.inference.predict.Entrance;
import dev.graft.inference.predict.Known;
import dev.graft.openinference.ModelInferRequest;
import dev.graft.openinference.ModelInferResponse;
import java.util.concurrent.CompletableFuture;

/** From a request of the protocol to its response. */
final class Inferring {

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
  CompletableFuture<ModelInferResponse> infer(ModelInferRequest request, Patience patience) {
    var task = ModelNames.task(request.getModelName(), known);
    var version = ModelNames.version(request.getModelVersion());
    var outputs = Output.wanted(request.getOutputsList());
    var tensor = InputTensor.of(request, mostElements);
    return answering
        .answerAll(task.getTaskId(), version, tensor::inputs, patience, entrance)
        .thenApply(answers -> OutputTensors.response(request, outputs, answers));
  }
}
