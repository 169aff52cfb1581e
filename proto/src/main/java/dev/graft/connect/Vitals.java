package dev.graft.connect;

import dev.graft.loop.LoopHealth;
import dev.graft.loop.Monitored;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Liveness and readiness of a service, from every {@link Monitored} bean that it has. */
final class Vitals {
  private Vitals() {}

  /** Down when only a restart helps. */
  @Singleton
  @Liveness
  static final class Alive implements HealthIndicator {
    private final List<Monitored> monitored;

    Alive(List<Monitored> monitored) {
      this.monitored = monitored;
    }

    @Override
    public Publisher<HealthResult> getResult() {
      return result(monitored, LoopHealth::alive);
    }
  }

  /** Down while any part can't do its work; says which, and why. */
  @Singleton
  @Readiness
  static final class Ready implements HealthIndicator {
    private final List<Monitored> monitored;

    Ready(List<Monitored> monitored) {
      this.monitored = monitored;
    }

    @Override
    public Publisher<HealthResult> getResult() {
      return result(monitored, LoopHealth::ready);
    }
  }

  /** Off the caller's thread, since brokers and stores may take their time. */
  private static Publisher<HealthResult> result(
      List<Monitored> monitored, Predicate<LoopHealth> well) {
    return Mono.fromCallable(() -> examine(monitored, well))
        .subscribeOn(Schedulers.boundedElastic());
  }

  private static HealthResult examine(List<Monitored> monitored, Predicate<LoopHealth> well) {
    var details = new LinkedHashMap<String, Object>();
    boolean all = true;
    for (var each : monitored) {
      var health = each.health();
      all &= well.test(health);
      details.put(each.name(), Map.of("ok", well.test(health), "why", health.why()));
    }
    return HealthResult.builder("graft", all ? HealthStatus.UP : HealthStatus.DOWN)
        .details(details)
        .build();
  }
}
