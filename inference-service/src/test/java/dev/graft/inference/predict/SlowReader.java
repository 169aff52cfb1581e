package dev.graft.inference.predict;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A call whose reader takes nothing until the test says so. */
final class SlowReader<T> extends ServerCallStreamObserver<T> {
  final List<T> read = new CopyOnWriteArrayList<>();
  final AtomicInteger asked = new AtomicInteger();
  volatile boolean completed;
  private volatile boolean ready;
  private volatile Runnable onReady = () -> {};
  private volatile Runnable onCancel = () -> {};

  void wake() {
    ready = true;
    onReady.run();
  }

  void tire() {
    ready = false;
  }

  void cancel() {
    onCancel.run();
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public void setOnReadyHandler(Runnable handler) {
    onReady = handler;
  }

  @Override
  public void request(int count) {
    asked.addAndGet(count);
  }

  @Override
  public void onNext(T response) {
    if (!ready) {
      throw new IllegalStateException("written to a reader that has no room");
    }
    read.add(response);
  }

  @Override
  public void onError(Throwable failure) {
    throw new IllegalStateException("the stream has failed", failure);
  }

  @Override
  public void onCompleted() {
    completed = true;
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public void setOnCancelHandler(Runnable handler) {
    onCancel = handler;
  }

  @Override
  public void setCompression(String compression) {}

  @Override
  public void disableAutoInboundFlowControl() {}

  @Override
  public void disableAutoRequest() {}

  @Override
  public void setMessageCompression(boolean enable) {}
}
