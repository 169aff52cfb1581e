package dev.graft.deploy.reach;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages no faster than they are taken, so that a folder of any size needs little memory.
 * Answers are handed on as they come, on a thread of gRPC's, one at a time.
 */
public final class ClientStream<Q, A> implements ClientResponseObserver<Q, A> {
  private final Consumer<A> answers;
  private @Nullable ClientCallStreamObserver<Q> requests;
  private @Nullable Throwable failure; // guarded by this
  private boolean ended; // guarded by this

  private ClientStream(Consumer<A> answers) {
    this.answers = answers;
  }

  /**
   * Opens a stream.
   *
   * @param call the method of an asynchronous stub
   */
  public static <Q, A> ClientStream<Q, A> open(
      Function<StreamObserver<A>, StreamObserver<Q>> call, Consumer<A> answers) {
    var stream = new ClientStream<Q, A>(answers);
    stream.requests = (ClientCallStreamObserver<Q>) call.apply(stream);
    return stream;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> stream) {
    stream.setOnReadyHandler(this::wake);
  }

  private synchronized void wake() {
    notifyAll();
  }

  /** Waits until there is room; false if the stream has ended already, see {@link #finish}. */
  public boolean send(Q message) throws InterruptedException {
    var call = Objects.requireNonNull(requests);
    synchronized (this) {
      while (!call.isReady() && !ended) {
        wait();
      }
      if (ended) {
        return false;
      }
    }
    call.onNext(message);
    return true;
  }

  /**
   * Says that this was all, and waits for the end.
   *
   * @throws StatusRuntimeException if the stream failed
   */
  public void finish() throws InterruptedException {
    synchronized (this) {
      if (!ended) {
        Objects.requireNonNull(requests).onCompleted();
      }
      while (!ended) {
        wait();
      }
      if (failure instanceof StatusRuntimeException status) {
        throw status;
      }
      if (failure != null) {
        throw new IllegalStateException("a stream failed without a status", failure);
      }
    }
  }

  @Override
  public void onNext(A answer) {
    answers.accept(answer);
  }

  @Override
  public synchronized void onError(Throwable thrown) {
    failure = thrown;
    ended = true;
    notifyAll();
  }

  @Override
  public synchronized void onCompleted() {
    ended = true;
    notifyAll();
  }
}
