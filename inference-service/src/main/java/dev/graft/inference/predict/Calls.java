package dev.graft.inference.predict;

import dev.graft.inference.batch.Patience;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How calls of any door end: with their answer, or with a status that says what to do. */
public final class Calls {

  private static final Logger log = LoggerFactory.getLogger(Calls.class);

  private final RequestMeters meters;

  Calls(RequestMeters meters) {
    this.meters = meters;
  }

  /** A call that pictures come by; it counts, and may be given up. */
  public <T> void measured(
      StreamObserver<T> observer, Function<Patience, CompletableFuture<Answered<T>>> call) {
    var began = System.nanoTime();
    var patience = new CallPatience(Context.current());
    attempt(() -> call.apply(patience))
        .whenComplete(
            (answered, fault) -> {
              var code = fault == null ? Status.Code.OK : Refusal.of(fault).getStatus().getCode();
              meters.ended(code, System.nanoTime() - began);
              respond(observer, answered == null ? null : answered.value(), fault);
              if (answered != null) {
                answered.left();
              }
            });
  }

  /** A question whose answer is at hand. */
  public static <T> void now(StreamObserver<T> observer, Supplier<T> answer) {
    attempt(() -> CompletableFuture.completedFuture(answer.get()))
        .whenComplete((value, fault) -> respond(observer, value, fault));
  }

  /** A question whose answer takes a while, and no thread. */
  static <S, T> void later(
      StreamObserver<T> observer, Supplier<CompletableFuture<S>> call, Function<S, T> response) {
    attempt(call)
        .thenApply(response)
        .whenComplete((answer, fault) -> respond(observer, answer, fault));
  }

  static <T> CompletableFuture<T> attempt(Supplier<CompletableFuture<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException fault) {
      return CompletableFuture.failedFuture(fault);
    }
  }

  static <T> void respond(
      StreamObserver<T> observer, @Nullable T answer, @Nullable Throwable fault) {
    if (observer instanceof ServerCallStreamObserver<T> call && call.isCancelled()) {
      return; // nobody listens
    }
    if (fault == null && answer != null) {
      observer.onNext(answer);
      observer.onCompleted();
      return;
    }
    var refusal = Refusal.of(fault == null ? new IllegalStateException("no answer") : fault);
    if (refusal.getStatus().getCode() == Status.Code.INTERNAL) {
      log.error("a call failed by our fault", fault);
    }
    observer.onError(refusal);
  }
}
