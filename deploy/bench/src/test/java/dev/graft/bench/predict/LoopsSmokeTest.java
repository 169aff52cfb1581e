package dev.graft.bench.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.deploy.Failure;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.PredictionServiceGrpc;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real loops over a real connection, to a service that refuses every third call. */
final class LoopsSmokeTest {
  private final AtomicInteger asked = new AtomicInteger();
  private Server server;
  private Calls calls;

  private final class EveryThirdRefused extends PredictionServiceGrpc.PredictionServiceImplBase {
    @Override
    public void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
      if (asked.incrementAndGet() % 3 == 0) {
        observer.onError(Status.RESOURCE_EXHAUSTED.asRuntimeException());
      } else if (request.getTaskId().isEmpty()) {
        observer.onError(Status.NOT_FOUND.asRuntimeException());
      } else {
        observer.onNext(PredictResponse.getDefaultInstance());
        observer.onCompleted();
      }
    }
  }

  @BeforeEach
  void serve() throws Exception {
    server = ServerBuilder.forPort(0).addService(new EveryThirdRefused()).build().start();
    calls = new Calls("127.0.0.1:" + server.getPort());
  }

  @AfterEach
  void stop() {
    calls.close();
    server.shutdownNow();
  }

  private static byte[] request(String task) {
    return PredictRequest.newBuilder().setTaskId(task).build().toByteArray();
  }

  @Test
  void anOpenLoopAsksAsOftenAsItSaysAndCountsEveryEnd() throws Exception {
    var tally = new OpenLoop(calls, List.of(request("bench"))).run(300, Duration.ofMillis(300));
    assertEquals(90, asked.get());
    assertEquals(60, tally.answered().getTotalCount());
    assertEquals(30, tally.refused().getTotalCount());
    assertEquals(Map.of(), tally.failed());
  }

  @Test
  void aClosedLoopCountsEveryEnd() throws Exception {
    var tally = new ClosedLoop(calls, List.of(request(""))).run(4, Duration.ofMillis(100));
    assertEquals(0, tally.answered().getTotalCount());
    assertTrue(tally.failures() > 0);
    assertEquals(asked.get(), tally.refused().getTotalCount() + tally.failures());
  }

  @Test
  void oneClientWaitsForEachAnswerAndStopsAtAFailure() throws Exception {
    var client = new OneClient(calls, List.of(request("bench")));
    assertEquals(2, client.ask(0, 2).length);
    assertThrows(Failure.class, () -> client.ask(2, 2));
    assertEquals(3, asked.get());
  }

  @Test
  void aTallySurvivesItsLine() throws Exception {
    var tally =
        new OpenLoop(calls, List.of(request("bench"), request("")))
            .run(200, Duration.ofMillis(100));
    assertEquals(tally, Tally.of(tally.line()));
    assertEquals(2 * tally.failures(), tally.and(tally).failures());
  }
}
