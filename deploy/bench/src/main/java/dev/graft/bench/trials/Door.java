package dev.graft.bench.trials;

import dev.graft.v1.GetRolloutRequest;
import dev.graft.v1.GetRolloutResponse;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.PredictionServiceGrpc;
import dev.graft.v1.PredictionServiceGrpc.PredictionServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One replica's door. Each call tries to reach it anew: a channel's own patience is not what is
 * looked at.
 */
final class Door implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final String replica;
  private final ManagedChannel channel;

  Door(String replica, String address) {
    this.replica = replica;
    this.channel = ManagedChannelBuilder.forTarget("dns:///" + address).usePlaintext().build();
  }

  /** Its instance id. */
  String replica() {
    return replica;
  }

  PredictionServiceBlockingStub within(Duration deadline) {
    channel.resetConnectBackoff();
    return PredictionServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What the task serves by the judge's word, and what this replica serves. */
  GetRolloutResponse rollout(String taskId) {
    return within(SOON).getRollout(GetRolloutRequest.newBuilder().setTaskId(taskId).build());
  }

  /** Asks without waiting. */
  void predict(PredictRequest request, StreamObserver<PredictResponse> answer) {
    channel.resetConnectBackoff();
    PredictionServiceGrpc.newStub(channel)
        .withDeadlineAfter(SOON.toMillis(), TimeUnit.MILLISECONDS)
        .predict(request, answer);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
