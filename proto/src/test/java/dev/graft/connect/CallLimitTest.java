package dev.graft.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.graft.embedded.Moment;
import dev.graft.v1.GetRolloutRequest;
import dev.graft.v1.GetRolloutResponse;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.PredictionServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class CallLimitTest {
  private final Held held = new Held();
  private final CallLimit limit =
      CallLimit.of(2, "pictures", PredictionServiceGrpc.getPredictMethod());
  private final GrpcServerShell server = GrpcServerShell.start(0, List.of(held), List.of(limit));
  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();

  @AfterEach
  void close() {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void refusesOneMoreAtOnceAndTakesItWhenAnotherHasEnded() throws Exception {
    var first = ask(1);
    held.running.take();
    var second = ask(1);
    var other = held.running.take();
    var refusal = assertThrows(StatusRuntimeException.class, () -> predict(1));
    assertEquals(Code.RESOURCE_EXHAUSTED, refusal.getStatus().getCode());
    assertEquals("2 pictures run already; try again later", refusal.getStatus().getDescription());
    other.onCompleted();
    assertTrue(first.isCancelled() || first.cancel(true));
    awaitRunning(0);
    var third = ask(1);
    held.running.take().onNext(PredictResponse.getDefaultInstance());
    assertEquals(1, limit.running());
    third.cancel(true);
    second.cancel(true);
  }

  @Test
  void doesNotReadWhatItRefuses() throws Exception {
    var running = List.of(ask(1), ask(1));
    held.running.take();
    held.running.take();
    var refusal = assertThrows(StatusRuntimeException.class, () -> predict(16 << 20));
    assertEquals(Code.RESOURCE_EXHAUSTED, refusal.getStatus().getCode());
    assertEquals(2, held.begun);
    running.forEach(call -> call.cancel(true));
  }

  @Test
  void letsOtherMethodsPass() throws Exception {
    var running = List.of(ask(1), ask(1));
    held.running.take();
    held.running.take();
    assertEquals(
        GetRolloutResponse.getDefaultInstance(),
        PredictionServiceGrpc.newBlockingStub(channel)
            .getRollout(GetRolloutRequest.getDefaultInstance()));
    running.forEach(call -> call.cancel(true));
  }

  @Test
  void tellsThoseWhoAskedThatTheServerLeaves() {
    var told = new LinkedBlockingQueue<String>();
    server.onLeaving(() -> told.add("leaving"));
    server.close();
    assertEquals("leaving", told.poll());
  }

  private void awaitRunning(int calls) {
    while (limit.running() != calls) {
      Moment.pass();
    }
  }

  private PredictResponse predict(int bytes) {
    return PredictionServiceGrpc.newBlockingStub(channel).predict(picture(bytes));
  }

  private java.util.concurrent.Future<PredictResponse> ask(int bytes) {
    return PredictionServiceGrpc.newFutureStub(channel).predict(picture(bytes));
  }

  private static PredictRequest picture(int bytes) {
    return PredictRequest.newBuilder().setImage(ByteString.copyFrom(new byte[bytes])).build();
  }

  /** Answers when the test does. */
  private static final class Held extends PredictionServiceGrpc.PredictionServiceImplBase {
    private final BlockingQueue<StreamObserver<PredictResponse>> running =
        new LinkedBlockingQueue<>();
    private volatile int begun;

    @Override
    public synchronized void predict(
        PredictRequest request, StreamObserver<PredictResponse> observer) {
      begun++;
      running.add(observer);
    }

    @Override
    public void getRollout(GetRolloutRequest request, StreamObserver<GetRolloutResponse> observer) {
      observer.onNext(GetRolloutResponse.getDefaultInstance());
      observer.onCompleted();
    }
  }
}
