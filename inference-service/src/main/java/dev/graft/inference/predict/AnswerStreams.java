package dev.graft.inference.predict;

import dev.graft.inference.batch.Embedder;
import dev.graft.v1.PredictStreamRequest;
import dev.graft.v1.PredictStreamResponse;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that are open, so that they can be ended when the process is. */
final class AnswerStreams {

  private final StreamedRequest requests;
  private final Embedder embedder;
  private final int window;
  private final Set<AnswerStream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean leaving;

  /**
   * No stream yet.
   *
   * @param window most requests of a stream that are unanswered
   */
  AnswerStreams(StreamedRequest requests, Embedder embedder, int window) {
    this.requests = requests;
    this.embedder = embedder;
    this.window = window;
  }

  StreamObserver<PredictStreamRequest> begin(ServerCallStreamObserver<PredictStreamResponse> call) {
    var patience = new CallPatience(Context.current());
    var stream = new AnswerStream(call, requests, embedder, patience, window, open::remove);
    open.add(stream);
    stream.begin();
    if (leaving) {
      stream.leave();
    }
    return stream;
  }

  void leave() {
    leaving = true;
    open.forEach(AnswerStream::leave);
  }

  int open() {
    return open.size();
  }
}
