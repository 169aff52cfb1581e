package dev.graft.inference.predict;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.graft.inference.batch.Embedder;
import dev.graft.inference.predict.Shadow.Why;
import dev.graft.inference.serve.Answerers;
import dev.graft.inference.serve.Answerers.Detour;
import dev.graft.inference.serve.Answerers.Role;
import dev.graft.inference.serve.Phase;
import dev.graft.v1.VersionAnswer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who answered, in which phase, and who was scored beside it. Answers are the sum of all served; in
 * each phase of a trial served = scored + unscored + what is still waited for, and faults are among
 * the scored ones. What a candidate's share asked is canary's candidate + diverted.
 */
final class TrialMeters {

  private record Served(Phase phase, Role role) {}

  private record Unscored(Phase phase, Why why) {}

  private final Map<Served, Counter> served;
  private final Map<Phase, Counter> scored;
  private final Map<Unscored, Counter> unscored;
  private final Map<Phase, Counter> faults;
  private final Map<Detour, Counter> diverted;

  TrialMeters(MeterRegistry registry, Embedder embedder) {
    served =
        Stream.concat(
                Stream.of(Phase.values()).map(phase -> new Served(phase, Role.STABLE)),
                Stream.of(
                    new Served(Phase.CANARY, Role.CANDIDATE), new Served(Phase.NONE, Role.PINNED)))
            .collect(toUnmodifiableMap(key -> key, key -> served(registry, key)));
    scored = byPhase(registry, "graft.inference.scored");
    faults = byPhase(registry, "graft.inference.trial.faults");
    unscored =
        scored.keySet().stream()
            .flatMap(phase -> Stream.of(Why.values()).map(why -> new Unscored(phase, why)))
            .collect(toUnmodifiableMap(key -> key, key -> unscored(registry, key)));
    diverted =
        Stream.of(Detour.values())
            .filter(detour -> detour != Detour.NONE)
            .collect(
                toUnmodifiableMap(
                    why -> why,
                    why -> registry.counter("graft.inference.diverted", "why", name(why))));
    Gauge.builder("graft.inference.shadow.queue", embedder, Embedder::unhurried).register(registry);
  }

  private static Counter served(MeterRegistry registry, Served key) {
    return registry.counter(
        "graft.inference.served", "phase", name(key.phase()), "version", name(key.role()));
  }

  private static Counter unscored(MeterRegistry registry, Unscored key) {
    return registry.counter(
        "graft.inference.unscored", "phase", name(key.phase()), "why", name(key.why()));
  }

  private static Map<Phase, Counter> byPhase(MeterRegistry registry, String name) {
    return Stream.of(Phase.values())
        .filter(phase -> phase != Phase.NONE)
        .collect(
            toUnmodifiableMap(
                phase -> phase, phase -> registry.counter(name, "phase", name(phase))));
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  void served(Answerers by) {
    count(served, new Served(by.phase(), by.role()));
    count(diverted, by.detour());
  }

  /** All versions on trial were asked, and this is what those said that did not answer. */
  void scored(Phase phase, List<VersionAnswer> others) {
    count(scored, phase);
    others.stream()
        .filter(answer -> !answer.getFault().isEmpty())
        .forEach(answer -> count(faults, phase));
  }

  void unscored(Phase phase, Why why) {
    count(unscored, new Unscored(phase, why));
  }

  private static <K> void count(Map<K, Counter> counters, K key) {
    var counter = counters.get(key);
    if (counter != null) {
      counter.increment();
    }
  }
}
