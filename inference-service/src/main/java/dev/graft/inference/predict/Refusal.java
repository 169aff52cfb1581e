package dev.graft.inference.predict;

import com.google.protobuf.Any;
import dev.graft.blobs.StoreUnavailableException;
import dev.graft.inference.batch.Patience;
import dev.graft.v1.RolloutState;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;

/** Why there is no answer, as a status with a sentence that a person can act on. */
public final class Refusal {

  private Refusal() {}

  public static StatusRuntimeException invalid(String why) {
    return Status.INVALID_ARGUMENT.withDescription(why).asRuntimeException();
  }

  public static StatusRuntimeException notFound(String why) {
    return Status.NOT_FOUND.withDescription(why).asRuntimeException();
  }

  static StatusRuntimeException precondition(String why) {
    return Status.FAILED_PRECONDITION.withDescription(why).asRuntimeException();
  }

  /** The same; programs find the state that stood in the way in the status' details. */
  static StatusRuntimeException precondition(String why, RolloutState state) {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(Status.Code.FAILED_PRECONDITION.value())
            .setMessage(why)
            .addDetails(Any.pack(brief(state)))
            .build());
  }

  /** Trailers may have 8 KiB. */
  private static RolloutState brief(RolloutState state) {
    var brief = state.toBuilder().clearPrevious().clearPublished().clearWaiting().clearOutcomes();
    if (brief.hasTrial()) {
      brief.getTrialBuilder().getGuardsBuilder().clearClasses().clearOtherClasses();
    }
    return brief.build();
  }

  static StatusRuntimeException unavailable(String why) {
    return Status.UNAVAILABLE.withDescription(why).asRuntimeException();
  }

  static StatusRuntimeException exhausted(String why) {
    return Status.RESOURCE_EXHAUSTED.withDescription(why).asRuntimeException();
  }

  static StatusRuntimeException late(String why) {
    return Status.DEADLINE_EXCEEDED.withDescription(why).asRuntimeException();
  }

  static StatusRuntimeException gone(Patience.Gone gone) {
    return switch (gone) {
      case DEADLINE_PASSED ->
          late("the deadline passed while the request waited; it was not computed");
      case CANCELLED ->
          Status.CANCELLED.withDescription("the caller has gone").asRuntimeException();
    };
  }

  /** The same as {@link #of}; what is wrong with one of several elements is said with its place. */
  public static StatusRuntimeException of(Throwable fault, int element, int elements) {
    var refusal = of(fault);
    var status = refusal.getStatus();
    return elements > 1 && status.getCode() == Status.Code.INVALID_ARGUMENT
        ? invalid("element " + element + ": " + status.getDescription())
        : refusal;
  }

  /** Whether another version might answer what this one did not. */
  static boolean mayBeTheVersions(Throwable fault) {
    return switch (of(fault).getStatus().getCode()) {
      case INTERNAL, INVALID_ARGUMENT -> true; // another network may be able to read the picture
      default -> false; // the queue, the deadline, the caller
    };
  }

  /** What the caller is told of any fault; only what nobody foresaw is INTERNAL. */
  static StatusRuntimeException of(Throwable fault) {
    if (fault instanceof StatusRuntimeException status) {
      return status;
    }
    if ((fault instanceof CompletionException || fault instanceof ExecutionException)
        && fault.getCause() != null) {
      return of(fault.getCause());
    }
    if (fault instanceof StoreUnavailableException) {
      return unavailable("the object store does not answer; try again: " + fault.getMessage());
    }
    if (fault instanceof KafkaException) {
      return unavailable("Kafka does not answer as it should; try again: " + fault.getMessage());
    }
    if (fault instanceof CancellationException) {
      return gone(Patience.Gone.CANCELLED);
    }
    return Status.INTERNAL
        .withDescription("a fault of this service: " + fault)
        .withCause(fault)
        .asRuntimeException();
  }
}
