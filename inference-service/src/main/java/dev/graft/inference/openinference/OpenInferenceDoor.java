package dev.graft.inference.openinference;

import dev.graft.inference.batch.Embedder;
import dev.graft.inference.predict.Calls;
import dev.graft.inference.predict.Known;
import dev.graft.inference.predict.PredictionDoor;
import dev.graft.inference.serve.Shelves;
import dev.graft.openinference.GRPCInferenceServiceGrpc;
import dev.graft.openinference.ModelInferRequest;
import dev.graft.openinference.ModelInferResponse;
import dev.graft.openinference.ModelMetadataRequest;
import dev.graft.openinference.ModelMetadataResponse;
import dev.graft.openinference.ModelReadyRequest;
import dev.graft.openinference.ModelReadyResponse;
import dev.graft.openinference.ServerLiveRequest;
import dev.graft.openinference.ServerLiveResponse;
import dev.graft.openinference.ServerMetadataRequest;
import dev.graft.openinference.ServerMetadataResponse;
import dev.graft.openinference.ServerReadyRequest;
import dev.graft.openinference.ServerReadyResponse;
import io.grpc.stub.StreamObserver;
import java.util.function.BooleanSupplier;

/** GRPCInferenceService over gRPC. Its pictures wait in the same queue as those of Predict. */
public final class OpenInferenceDoor extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {

  private static final ServerMetadataResponse SERVER =
      ServerMetadataResponse.newBuilder().setName("graft").setVersion("0.1.0").build();

  private final Calls calls;
  private final Inferring inferring;
  private final ModelCards cards;
  private final BooleanSupplier ready;

  /**
   * Opens the door.
   *
   * @param beside answers, and counts calls, for both
   * @param mostElements of one request
   * @param ready whether the process is
   */
  public OpenInferenceDoor(
      PredictionDoor beside,
      Known known,
      Shelves shelves,
      Embedder embedder,
      int mostElements,
      BooleanSupplier ready) {
    this.calls = beside.calls();
    this.inferring = new Inferring(known, beside.answering(), embedder::embed, mostElements);
    this.cards = new ModelCards(known, shelves, mostElements);
    this.ready = ready;
  }

  @Override
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> observer) {
    calls.measured(observer, patience -> inferring.infer(request, patience));
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> observer) {
    Calls.now(observer, () -> cards.card(request.getName(), request.getVersion()));
  }

  @Override
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> observer) {
    Calls.now(
        observer,
        () ->
            ModelReadyResponse.newBuilder()
                .setReady(cards.ready(request.getName(), request.getVersion()))
                .build());
  }

  @Override
  public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> observer) {
    Calls.now(observer, () -> ServerLiveResponse.newBuilder().setLive(true).build());
  }

  @Override
  public void serverReady(
      ServerReadyRequest request, StreamObserver<ServerReadyResponse> observer) {
    Calls.now(
        observer, () -> ServerReadyResponse.newBuilder().setReady(ready.getAsBoolean()).build());
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> observer) {
    Calls.now(observer, () -> SERVER);
  }
}
