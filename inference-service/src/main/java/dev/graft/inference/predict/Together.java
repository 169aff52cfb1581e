package dev.graft.inference.predict;

import dev.graft.inference.batch.Patience;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one request are answered together or not at all: once one has failed, those that
 * wait are not computed any more.
 */
final class Together {

  private final Patience patience;
  private final AtomicReference<@Nullable StatusRuntimeException> failure = new AtomicReference<>();

  private Together(Patience patience) {
    this.patience = patience;
  }

  /**
   * All answers in the order of the inputs, or the first failure. Completes once all are over, so
   * that what they use may be let go then.
   *
   * @param each may throw; its future's failure counts the same
   */
  static <T, R> CompletableFuture<List<R>> all(
      List<T> inputs, Patience patience, BiFunction<T, Patience, CompletableFuture<R>> each) {
    return new Together(patience).run(inputs, each);
  }

  private <T, R> CompletableFuture<List<R>> run(
      List<T> inputs, BiFunction<T, Patience, CompletableFuture<R>> each) {
    var running = new ArrayList<CompletableFuture<R>>();
    for (var at = 0; at < inputs.size() && failure.get() == null; at++) {
      var place = at;
      running.add(
          Calls.attempt(() -> each.apply(inputs.get(place), this::gone))
              .whenComplete((answer, fault) -> note(fault, place, inputs.size())));
    }
    return CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
        .handle(
            (done, fault) -> {
              var first = failure.get();
              if (first != null) {
                throw first;
              }
              return running.stream().map(CompletableFuture::join).toList();
            });
  }

  private Optional<Patience.Gone> gone() {
    return failure.get() == null ? patience.gone() : Optional.of(Patience.Gone.CANCELLED);
  }

  private void note(@Nullable Throwable fault, int at, int of) {
    if (fault != null) {
      failure.compareAndSet(null, Refusal.of(fault, at, of));
    }
  }
}
