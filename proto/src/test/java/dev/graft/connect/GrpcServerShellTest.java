package dev.graft.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.PredictionServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrpcServerShellTest {
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final GrpcServerShell server = GrpcServerShell.start(0, List.of(new Slow()));
  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();

  @AfterEach
  void close() {
    go.countDown();
    channel.shutdownNow();
    server.close();
  }

  @Test
  void takesLargePicturesAndRefusesTooLargeOnes() {
    go.countDown();
    assertEquals("slow", predict(16 << 20).getClassName());
    var refusal = assertThrows(StatusRuntimeException.class, () -> predict(21 << 20));
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refusal.getStatus().getCode());
  }

  @Test
  void saysWhetherItServes() {
    var health = HealthGrpc.newBlockingStub(channel);
    assertEquals(ServingStatus.NOT_SERVING, status(health, ""));
    server.serving(true);
    assertEquals(ServingStatus.SERVING, status(health, ""));
    assertEquals(ServingStatus.SERVING, status(health, "graft.v1.PredictionService"));
  }

  @Test
  void letsCallsInFlightFinishWhenItStops() throws Exception {
    var answer =
        PredictionServiceGrpc.newFutureStub(channel).predict(PredictRequest.getDefaultInstance());
    assertTrue(entered.await(10, TimeUnit.SECONDS));
    var closer = new Thread(server::close);
    closer.start();
    go.countDown();
    assertEquals("slow", answer.get(10, TimeUnit.SECONDS).getClassName());
    closer.join();
  }

  @Test
  void saysThatItsPortIsTaken() {
    var refusal =
        assertThrows(
            UncheckedIOException.class, () -> GrpcServerShell.start(server.port(), List.of()));
    assertTrue(refusal.getMessage().contains("set graft.grpc.host"), refusal.getMessage());
  }

  @Test
  void listensOnTheOneAddressThatItIsGiven() {
    var one = new GrpcConfig("127.0.0.3", 0).address();
    try (var narrow = GrpcServerShell.start(one, null, List.of(), List.of())) {
      assertEquals(ServingStatus.NOT_SERVING, statusAt("127.0.0.3", narrow.port()));
      var refusal =
          assertThrows(StatusRuntimeException.class, () -> statusAt("127.0.0.1", narrow.port()));
      assertEquals(Status.Code.UNAVAILABLE, refusal.getStatus().getCode());
    }
  }

  private static ServingStatus statusAt(String host, int port) {
    var to = NettyChannelBuilder.forAddress(host, port).usePlaintext().build();
    try {
      return status(HealthGrpc.newBlockingStub(to), "");
    } finally {
      to.shutdownNow();
    }
  }

  private PredictResponse predict(int bytes) {
    return PredictionServiceGrpc.newBlockingStub(channel)
        .predict(
            PredictRequest.newBuilder().setImage(ByteString.copyFrom(new byte[bytes])).build());
  }

  private static ServingStatus status(HealthGrpc.HealthBlockingStub health, String service) {
    return health.check(HealthCheckRequest.newBuilder().setService(service).build()).getStatus();
  }

  private final class Slow extends PredictionServiceGrpc.PredictionServiceImplBase {
    @Override
    public void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
      entered.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      observer.onNext(PredictResponse.newBuilder().setClassName("slow").build());
      observer.onCompleted();
    }
  }
}
