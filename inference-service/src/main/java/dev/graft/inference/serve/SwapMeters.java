package dev.graft.inference.serve;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Loads = loaded + refused + tried again; swaps are flips of what serves, of a loaded or of a
 * resident version. Convergence is the time from the judge's word until it is so here, as far as
 * the two clocks agree; its forward and back flips are swaps since the start.
 */
final class SwapMeters {

  final Counter swaps;
  final Timer loaded;
  private final Map<String, Timer> convergence;
  final Counter refused;
  final Counter triedAgain;

  SwapMeters(MeterRegistry registry, Shelves shelves, Backbones backbones) {
    swaps = registry.counter("graft.inference.swaps");
    loaded = registry.timer("graft.inference.load");
    refused = registry.counter("graft.inference.swap.failures", "kind", "refused");
    triedAgain = registry.counter("graft.inference.swap.failures", "kind", "try-again");
    convergence =
        Stream.of("forward", "back", "trial")
            .collect(Collectors.toUnmodifiableMap(kind -> kind, kind -> timer(registry, kind)));
    Gauge.builder(
            "graft.inference.resident.versions",
            shelves,
            s -> s.all().stream().mapToInt(t -> t.shelf.versions().size()).sum())
        .register(registry);
    Gauge.builder("graft.inference.loaded.backbones", backbones, Backbones::loaded)
        .register(registry);
    trials(registry, "running", shelves, lineup -> lineup.trial() != null);
    trials(registry, "complete", shelves, lineup -> lineup.complete() != null);
  }

  private static Timer timer(MeterRegistry registry, String kind) {
    return Timer.builder("graft.inference.convergence")
        .tag("kind", kind)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofMinutes(1))
        .register(registry);
  }

  private static void trials(
      MeterRegistry registry, String state, Shelves shelves, Predicate<Lineup> counts) {
    Gauge.builder(
            "graft.inference.trials",
            shelves,
            all -> all.all().stream().filter(task -> counts.test(task.shelf.lineup())).count())
        .tag("state", state)
        .register(registry);
  }

  /** It is as the judge wished then, since now. */
  void converged(String kind, Instant word, Instant now) {
    var timer = convergence.get(kind);
    if (timer != null) {
      var took = Duration.between(word, now);
      timer.record(took.isNegative() ? Duration.ZERO : took);
    }
  }
}
