package dev.graft.ingest.inbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Work side by side, but one after the other where two things share a key. */
final class InOrder {
  private InOrder() {}

  /** Results in the order of the things; a failure is thrown after all have ended. */
  static <A, B> List<B> perKey(
      List<A> things, Function<A, String> key, Function<A, B> work, ExecutorService executor) {
    var groups = new LinkedHashMap<String, List<Integer>>();
    for (int i = 0; i < things.size(); i++) {
      groups.computeIfAbsent(key.apply(things.get(i)), k -> new ArrayList<>()).add(i);
    }
    var results = new AtomicReferenceArray<B>(things.size());
    var running =
        groups.values().stream()
            .map(
                group ->
                    CompletableFuture.runAsync(() -> each(group, things, work, results), executor))
            .toArray(CompletableFuture<?>[]::new);
    await(CompletableFuture.allOf(running));
    return IntStream.range(0, things.size())
        .mapToObj(results::get)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static <A, B> void each(
      List<Integer> group, List<A> things, Function<A, B> work, AtomicReferenceArray<B> results) {
    for (int i : group) {
      results.set(i, work.apply(things.get(i)));
    }
  }

  private static void await(CompletableFuture<?> all) {
    try {
      all.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }
}
