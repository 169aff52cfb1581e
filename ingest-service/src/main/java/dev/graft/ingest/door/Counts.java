package dev.graft.ingest.door;

import dev.graft.ingest.outcome.Outcome;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What came in by each door: {@code taken} + {@code refused} = all that was submitted and could be
 * decoded.
 */
public final class Counts {
  private final MeterRegistry registry;

  public Counts(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Counts, and hands on.
   *
   * @param what "image", "label", "erasure", "task" or "weights"
   */
  public <T> Outcome<T> count(Door door, String what, Outcome<T> outcome) {
    outcome
        .either(
            taken -> registry.counter("graft.ingest.taken", "door", door.label(), "what", what),
            refused ->
                registry.counter(
                    "graft.ingest.refused",
                    "door",
                    door.label(),
                    "what",
                    what,
                    "fault",
                    refused.fault().code()))
        .increment();
    return outcome;
  }
}
