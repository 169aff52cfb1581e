package dev.graft.deploy.command;

import dev.graft.vision.domain.DomainDistance;
import dev.graft.vision.strategy.Plan;
import dev.graft.vision.strategy.Strategy;
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
}
