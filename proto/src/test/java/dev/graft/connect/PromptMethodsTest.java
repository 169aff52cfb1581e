package dev.graft.connect;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.v1.EmbedRequest;
import dev.graft.v1.EmbedResponse;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.PredictionServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PromptMethodsTest {
  private final GrpcServerShell server = GrpcServerShell.start(0, List.of(new NamesItsThread()));
  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
  private final PredictionServiceGrpc.PredictionServiceBlockingStub client =
      PredictionServiceGrpc.newBlockingStub(channel);

  @AfterEach
  void close() {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void promptMethodsRunWhereTheirMessageWasReadAndOthersOnThePool() {
    var prompt = client.predict(PredictRequest.getDefaultInstance()).getClassName();
    var other = client.embed(EmbedRequest.getDefaultInstance()).getImageId();
    assertFalse(prompt.startsWith("grpc-call-"), prompt);
    assertTrue(other.startsWith("grpc-call-"), other);
  }

  private static final class NamesItsThread extends PredictionServiceGrpc.PredictionServiceImplBase
      implements PromptMethods {
    @Override
    public List<MethodDescriptor<?, ?>> promptMethods() {
      return List.of(PredictionServiceGrpc.getPredictMethod());
    }

    @Override
    public void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
      observer.onNext(
          PredictResponse.newBuilder().setClassName(Thread.currentThread().getName()).build());
      observer.onCompleted();
    }

    @Override
    public void embed(EmbedRequest request, StreamObserver<EmbedResponse> observer) {
      observer.onNext(
          EmbedResponse.newBuilder().setImageId(Thread.currentThread().getName()).build());
      observer.onCompleted();
    }
  }
}
