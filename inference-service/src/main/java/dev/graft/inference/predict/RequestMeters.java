package dev.graft.inference.predict;

import dev.graft.inference.batch.Embedder;
import io.grpc.Status;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Requests by outcome, with their latency: the sum over the outcomes is all requests that ended.
 */
final class RequestMeters {

  private final Map<Status.Code, Timer> outcomes;

  RequestMeters(MeterRegistry registry, Embedder embedder) {
    outcomes =
        Stream.of(Status.Code.values())
            .collect(
                Collectors.toUnmodifiableMap(
                    code -> code,
                    code ->
                        Timer.builder("graft.inference.requests")
                            .tag("outcome", code.name())
                            .publishPercentileHistogram()
                            .minimumExpectedValue(Duration.ofMillis(1))
                            .maximumExpectedValue(Duration.ofSeconds(30))
                            .register(registry)));
    Gauge.builder("graft.inference.queue", embedder, Embedder::queued).register(registry);
  }

  void ended(Status.Code outcome, long nanos) {
    var timer = outcomes.get(outcome);
    if (timer != null) {
      timer.record(Duration.ofNanos(nanos));
    }
  }
}
