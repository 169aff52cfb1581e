package dev.graft.inference.predict;

import dev.graft.inference.batch.Embedder;
import dev.graft.inference.batch.Patience;
import dev.graft.v1.PredictStreamRequest;
import dev.graft.v1.PredictStreamResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * One PredictStream. It asks for the next request only when the last one's picture is inside the
 * queue's bound (or needs no room there), and while fewer than its window are unanswered; an answer
 * counts as given when the reader has room for it. So a stream that is faster than the network, or
 * than its own reader, waits, and beside the queue it holds one picture at most.
 */
final class AnswerStream implements StreamObserver<PredictStreamRequest> {

  private final ServerCallStreamObserver<PredictStreamResponse> call;
  private final StreamedRequest requests;
  private final Embedder embedder;
  private final Patience patience;
  private final int window;
  private final Consumer<AnswerStream> ended;

  // All guarded by this.
  private final ArrayDeque<PredictStreamResponse> ready = new ArrayDeque<>();
  private int unanswered;
  private int outside;
  private boolean asked;
  private boolean halfClosed;
  private boolean leaving;
  private boolean over;

  AnswerStream(
      ServerCallStreamObserver<PredictStreamResponse> call,
      StreamedRequest requests,
      Embedder embedder,
      Patience patience,
      int window,
      Consumer<AnswerStream> ended) {
    this.call = call;
    this.requests = requests;
    this.embedder = embedder;
    this.patience = patience;
    this.window = window;
    this.ended = ended;
  }

  void begin() {
    call.disableAutoRequest();
    call.setOnCancelHandler(this::gone);
    call.setOnReadyHandler(this::write);
    ask();
  }

  private void ask() {
    synchronized (this) {
      boolean full = outside > 0 || unanswered >= window;
      if (asked || full || halfClosed || leaving || over) {
        return;
      }
      asked = true;
    }
    call.request(1);
  }

  @Override
  public void onNext(PredictStreamRequest request) {
    synchronized (this) {
      if (over) {
        return;
      }
      asked = false;
      unanswered++;
      outside++;
    }
    var inside = new Once(this::entered);
    requests
        .answer(
            request,
            patience,
            (picture, network, patience) ->
                embedder.embedInTurn(picture, network, patience, inside))
        .thenAccept(this::answered)
        .whenComplete((done, failed) -> inside.run());
  }

  private void entered() {
    synchronized (this) {
      outside--;
    }
    ask();
  }

  private void answered(Answered<PredictStreamResponse> answered) {
    synchronized (this) {
      ready.add(answered.value());
    }
    write();
    answered.left();
  }

  /** As much as the reader takes; it is called again when there is room for more. */
  private void write() {
    synchronized (this) {
      while (!over && !ready.isEmpty() && call.isReady()) {
        call.onNext(ready.remove());
        unanswered--;
      }
    }
    finish();
    ask();
  }

  @Override
  public void onCompleted() {
    synchronized (this) {
      halfClosed = true;
    }
    finish();
  }

  /** The process is about to end: what has arrived is answered, and no more is asked for. */
  void leave() {
    synchronized (this) {
      leaving = true;
    }
    finish();
  }

  private void finish() {
    boolean complete;
    synchronized (this) {
      if (over || unanswered > 0 || !(halfClosed || leaving)) {
        return;
      }
      over = true;
      complete = halfClosed;
    }
    ended.accept(this);
    if (complete) {
      call.onCompleted();
    } else {
      call.onError(
          Refusal.unavailable(
              "this replica is shutting down; what it answered holds, send the rest to another"));
    }
  }

  @Override
  public void onError(Throwable failure) {
    gone();
  }

  /** Nobody listens; what waits in the queue finds out by its patience. */
  private void gone() {
    synchronized (this) {
      over = true;
      ready.clear();
    }
    ended.accept(this);
  }
}
