package dev.graft.inference.serve;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Loads = loaded + refused + tried again; swaps are flips of what serves, of a loaded or of a
 * resident version.
 */
final class SwapMeters {

  final Counter swaps;
  final Timer loaded;
  final Counter refused;
  final Counter triedAgain;

  SwapMeters(MeterRegistry registry, Shelves shelves, Backbones backbones) {
    swaps = registry.counter("graft.inference.swaps");
    loaded = registry.timer("graft.inference.load");
    refused = registry.counter("graft.inference.swap.failures", "kind", "refused");
    triedAgain = registry.counter("graft.inference.swap.failures", "kind", "try-again");
    Gauge.builder(
            "graft.inference.resident.versions",
            shelves,
            s -> s.all().stream().mapToInt(t -> t.shelf.versions().size()).sum())
        .register(registry);
    Gauge.builder("graft.inference.loaded.backbones", backbones, Backbones::loaded)
        .register(registry);
  }
}
