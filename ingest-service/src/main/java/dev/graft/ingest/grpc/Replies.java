package dev.graft.ingest.grpc;

import dev.graft.blobs.StoreUnavailableException;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.ingest.outcome.UnavailableException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Outcomes as gRPC says them: a status with a sentence, and the fault's code in the trailer {@code
 * graft-fault}.
 */
final class Replies {
  static final Metadata.Key<String> FAULT =
      Metadata.Key.of("graft-fault", Metadata.ASCII_STRING_MARSHALLER);

  private Replies() {}

  static <T, R> void send(
      StreamObserver<R> observer, Supplier<Outcome<T>> work, Function<T, R> reply) {
    Outcome<T> outcome;
    try {
      outcome = work.get();
    } catch (StoreUnavailableException | UnavailableException broken) {
      observer.onError(
          Status.UNAVAILABLE
              .withDescription(broken.getMessage())
              .withCause(broken)
              .asRuntimeException());
      return;
    }
    outcome.either(
        taken -> {
          observer.onNext(reply.apply(taken));
          observer.onCompleted();
          return true;
        },
        refused -> {
          observer.onError(error(refused));
          return false;
        });
  }

  private static StatusRuntimeException error(Outcome.Refused<?> refused) {
    var trailers = new Metadata();
    trailers.put(FAULT, refused.fault().code());
    return status(refused.fault().kind())
        .withDescription(refused.reason())
        .asRuntimeException(trailers);
  }

  static Status status(Fault.Kind kind) {
    return switch (kind) {
      case INVALID, UNSUPPORTED, TOO_LARGE -> Status.INVALID_ARGUMENT;
      case NOT_FOUND -> Status.NOT_FOUND;
      case CONFLICT -> Status.ALREADY_EXISTS;
      case GONE, STALE -> Status.FAILED_PRECONDITION;
    };
  }
}
