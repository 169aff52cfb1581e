package dev.graft.inference.predict;

import dev.graft.inference.batch.Patience;
import io.grpc.Context;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** As long as a gRPC call's deadline has not passed and its caller is there. */
record CallPatience(Context call) implements Patience {

  @Override
  public Optional<Gone> gone() {
    var deadline = call.getDeadline();
    if (deadline != null && deadline.isExpired()) {
      return Optional.of(Gone.DEADLINE_PASSED);
    }
    if (!call.isCancelled()) {
      return Optional.empty();
    }
    return Optional.of(
        call.cancellationCause() instanceof TimeoutException
            ? Gone.DEADLINE_PASSED
            : Gone.CANCELLED);
  }
}
