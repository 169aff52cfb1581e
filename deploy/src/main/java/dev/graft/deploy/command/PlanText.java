package dev.graft.deploy.command;

import dev.graft.vision.domain.DomainDistance;
import dev.graft.vision.strategy.Domain;
import dev.graft.vision.strategy.Plan;
import dev.graft.vision.strategy.Strategy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plan for people, and for programs. */
final class PlanText {
  private PlanText() {}

  static void print(Plan plan, Optional<DomainDistance> distance) {
    distance.ifPresent(
        it ->
            System.out.printf(
                "domain distance %.3f: %s (near up to %.2f, far from %.2f)%n",
                it.overall(),
                it.domain().word(),
                DomainDistance.NEAR_UP_TO,
                DomainDistance.FAR_FROM));
    if (plan instanceof Plan.Settled settled) {
      System.out.println("plan: " + settled.strategy().name());
      line(settled.strategy());
    } else if (plan instanceof Plan.Trial trial) {
      System.out.println("plan: a trial decides");
      trial.candidates().forEach(PlanText::line);
    } else {
      System.out.println("plan: not yet");
    }
    System.out.println("because");
    plan.reasons().forEach(reason -> System.out.println("  - " + reason));
  }

  private static void line(Strategy strategy) {
    System.out.printf("  %s%s: %s%n", strategy.name(), where(strategy), strategy.why());
  }

  private static String where(Strategy strategy) {
    if (strategy instanceof Strategy.Partial partial) {
      return " from " + partial.cut();
    }
    if (strategy instanceof Strategy.Gradual gradual) {
      return " from " + String.join(", then ", gradual.cuts());
    }
    return strategy instanceof Strategy.EarlierTap tap
        ? " among " + String.join(", ", tap.taps())
        : "";
  }

  static Map<String, Object> json(Plan plan, Domain domain, Optional<DomainDistance> distance) {
    var map = new LinkedHashMap<String, Object>();
    map.put(
        "plan",
        plan instanceof Plan.Settled settled
            ? settled.strategy().name()
            : plan instanceof Plan.Trial ? "trial" : "not-yet");
    map.put("candidates", candidates(plan).stream().map(PlanText::asJson).toList());
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

  private static Map<String, Object> asJson(Strategy strategy) {
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
