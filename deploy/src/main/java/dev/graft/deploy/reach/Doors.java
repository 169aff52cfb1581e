package dev.graft.deploy.reach;

import dev.graft.v1.IngestServiceGrpc;
import dev.graft.v1.IngestServiceGrpc.IngestServiceBlockingStub;
import dev.graft.v1.PredictionServiceGrpc;
import dev.graft.v1.PredictionServiceGrpc.PredictionServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.concurrent.TimeUnit;

/** The two gRPC doors of a running system, opened when first used. */
public final class Doors implements AutoCloseable {
  private static final int LARGEST_MESSAGE = 20 << 20;

  private final ManagedChannel ingest;
  private final ManagedChannel inference;

  public Doors(Addresses addresses) {
    this.ingest = channel(addresses.ingestGrpc());
    this.inference = channel(addresses.inferenceGrpc());
  }

  private static ManagedChannel channel(String address) {
    return ManagedChannelBuilder.forTarget("dns:///" + address)
        .usePlaintext()
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

  /** For callers that don't want to wait for each answer, and set their own deadline. */
  public PredictionServiceGrpc.PredictionServiceFutureStub predictionsLater() {
    return PredictionServiceGrpc.newFutureStub(inference);
  }

  @Override
  public void close() {
    ingest.shutdownNow();
    inference.shutdownNow();
  }
}
