package dev.graft.inference.predict;

import com.google.protobuf.ByteString;
import dev.graft.embedded.Moment;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictStreamRequest;
import dev.graft.v1.PredictStreamResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A PredictStream as a client sees it. */
final class Streamed implements StreamObserver<PredictStreamResponse> {
  final Map<String, PredictStreamResponse> answers = new ConcurrentHashMap<>();
  final CompletableFuture<Void> end = new CompletableFuture<>();
  private final ClientCallStreamObserver<PredictStreamRequest> requests;

  Streamed(OpenDoor door) {
    requests =
        (ClientCallStreamObserver<PredictStreamRequest>) door.clientLater().predictStream(this);
  }

  static PredictStreamRequest request(String id, String task, int firstByte) {
    var picture = ByteString.copyFrom(new byte[] {(byte) firstByte, 1, 2, 3});
    return PredictStreamRequest.newBuilder()
        .setRequestId(id)
        .setRequest(PredictRequest.newBuilder().setTaskId(task).setImage(picture))
        .build();
  }

  void ask(String id, int firstByte) {
    ask(request(id, OpenDoor.TASK, firstByte));
  }

  void ask(PredictStreamRequest request) {
    requests.onNext(request);
  }

  void finish() {
    requests.onCompleted();
  }

  void cancel() {
    requests.cancel("enough", null);
  }

  void awaitAnswers(int count) {
    while (answers.size() < count) {
      Moment.pass();
    }
  }

  @Override
  public void onNext(PredictStreamResponse response) {
    answers.put(response.getRequestId(), response);
  }

  @Override
  public void onError(Throwable failure) {
    end.completeExceptionally(failure);
  }

  @Override
  public void onCompleted() {
    end.complete(null);
  }
}
