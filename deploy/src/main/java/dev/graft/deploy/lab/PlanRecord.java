package dev.graft.deploy.lab;

import dev.graft.vision.domain.DomainDistance;
import dev.graft.vision.strategy.Domain;
import dev.graft.vision.strategy.Plan;
import dev.graft.vision.strategy.Strategy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plan as JSON has it. */
public final class PlanRecord {
  private PlanRecord() {}

  /** With the domain that it rests on, and how that was measured. */
  public static Map<String, Object> of(
      Plan plan, Domain domain, Optional<DomainDistance> distance) {
    var map = new LinkedHashMap<String, Object>();
    map.put(
        "plan",
        plan instanceof Plan.Settled settled
            ? settled.strategy().name()
            : plan instanceof Plan.Trial ? "trial" : "not-yet");
    map.put("candidates", candidates(plan).stream().map(PlanRecord::strategy).toList());
    map.put("reasons", plan.reasons());
    map.put("domain", domain.word());
    distance.ifPresent(
        it -> {
          map.put("domainDistance", it.overall());
          map.put("stages", it.stages());
        });
    return map;
  }

  private static List<Strategy> candidates(Plan plan) {
    if (plan instanceof Plan.Settled settled) {
      return List.of(settled.strategy());
    }
    return plan instanceof Plan.Trial trial ? trial.candidates() : List.of();
  }

  private static Map<String, Object> strategy(Strategy strategy) {
    var map = new LinkedHashMap<String, Object>();
    map.put("name", strategy.name());
    map.put("why", strategy.why());
    if (strategy instanceof Strategy.Partial partial) {
      map.put("cuts", List.of(partial.cut()));
    } else if (strategy instanceof Strategy.Gradual gradual) {
      map.put("cuts", gradual.cuts());
    } else if (strategy instanceof Strategy.EarlierTap tap) {
      map.put("taps", tap.taps());
    }
    return map;
  }
}
