package dev.graft.deploy.reach;

import dev.graft.v1.IngestServiceGrpc;
import dev.graft.v1.IngestServiceGrpc.IngestServiceBlockingStub;
import dev.graft.v1.IngestServiceGrpc.IngestServiceStub;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.PredictionServiceGrpc;
import dev.graft.v1.PredictionServiceGrpc.PredictionServiceBlockingStub;
import dev.graft.v1.PredictionServiceGrpc.PredictionServiceStub;
import dev.graft.v1.WatchRolloutsRequest;
import dev.graft.v1.WatchRolloutsResponse;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The two gRPC doors of a running system, opened when first used. */
public final class Doors implements AutoCloseable {
  private static final int LARGEST_MESSAGE = 20 << 20;

  private final ManagedChannel ingest;
  private final ManagedChannel inference;

  public Doors(Addresses addresses) {
    this.ingest = channel(addresses.ingestGrpc(), addresses.access());
    this.inference = channel(addresses.inferenceGrpc(), addresses.access());
  }

  private static ManagedChannel channel(String address, Access access) {
    return Grpc.newChannelBuilder("dns:///" + address, access.grpc())
        .maxInboundMessageSize(LARGEST_MESSAGE)
        .build();
  }

  /** For pictures, labels and tasks; each call has 60 s. */
  public IngestServiceBlockingStub ingest() {
    return IngestServiceGrpc.newBlockingStub(ingest).withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  /** For answers and versions; each call has 30 s. */
  public PredictionServiceBlockingStub predictions() {
    return PredictionServiceGrpc.newBlockingStub(inference).withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  /** For streams of pictures, which take as long as they take. */
  public IngestServiceStub ingestStreams() {
    return IngestServiceGrpc.newStub(ingest);
  }

  /** For streams of questions, which take as long as they take. */
  public PredictionServiceStub predictionStreams() {
    return PredictionServiceGrpc.newStub(inference);
  }

  /**
   * What a task serves, and every change of it, for as long as one listens.
   *
   * @param taskId empty: all tasks
   */
  public Iterator<WatchRolloutsResponse> watchRollouts(String taskId) {
    return PredictionServiceGrpc.newBlockingStub(inference)
        .watchRollouts(WatchRolloutsRequest.newBuilder().setTaskId(taskId).build());
  }

  /** Asks without waiting. */
  public CompletableFuture<PredictResponse> predictLater(
      PredictRequest request, Duration deadline) {
    var stub =
        PredictionServiceGrpc.newStub(inference)
            .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    var answer = new CompletableFuture<PredictResponse>();
    stub.predict(request, new Completing(answer));
    return answer;
  }

  private record Completing(CompletableFuture<PredictResponse> answer)
      implements StreamObserver<PredictResponse> {
    @Override
    public void onNext(PredictResponse response) {
      answer.complete(response);
    }

    @Override
    public void onError(Throwable failure) {
      answer.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {}
  }

  @Override
  public void close() {
    ingest.shutdownNow();
    inference.shutdownNow();
  }
}
