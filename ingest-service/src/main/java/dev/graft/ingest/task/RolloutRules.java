package dev.graft.ingest.task;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import dev.graft.v1.GuardPolicy;
import dev.graft.v1.RolloutPlan;
import dev.graft.v1.RolloutPolicy;
import dev.graft.v1.RolloutPolicy.Mode;
import dev.graft.v1.RolloutPolicy.Overlap;
import java.util.ArrayList;
import java.util.List;

/** What a task may ask of its rollouts. */
final class RolloutRules {
  private static final double LEAST_SHARE = 0.0001;
  private static final Duration LONGEST = Durations.fromDays(365);

  private final List<String> wrong = new ArrayList<>();

  private RolloutRules() {}

  /** What is wrong, as sentences. */
  static List<String> broken(RolloutPolicy policy) {
    var rules = new RolloutRules();
    rules.check(policy);
    return rules.wrong;
  }

  private void check(RolloutPolicy policy) {
    mode("rollout.mode", policy.getMode());
    plan("rollout.refresh", policy.getRefresh(), mode(policy.getRefresh(), policy, Mode.DIRECT));
    plan("rollout.change", policy.getChange(), mode(policy.getChange(), policy, Mode.CANARY));
    if (policy.getOverlap() == Overlap.UNRECOGNIZED) {
      wrong.add("rollout.overlap must be LATEST or QUEUE");
    }
    if (policy.hasMargin() && !(policy.getMargin() >= 0 && policy.getMargin() < 1)) {
      wrong.add("rollout.margin must be a fraction from 0 to below 1, such as 0.02");
    }
    if (policy.hasAlpha() && !(policy.getAlpha() > 0 && policy.getAlpha() < 1)) {
      wrong.add("rollout.alpha must be a fraction above 0 and below 1, such as 0.05");
    }
    guards(policy.getGuards());
    time("rollout.watch", policy.getWatch());
    time("rollout.patience", policy.getPatience());
    time("rollout.restless", policy.getRestless());
    time("rollout.log_shadow_wait", policy.getLogShadowWait());
  }

  private static Mode mode(RolloutPlan plan, RolloutPolicy policy, Mode usual) {
    if (plan.getMode() != Mode.MODE_UNSPECIFIED) {
      return plan.getMode();
    }
    return policy.getMode() == Mode.MODE_UNSPECIFIED ? usual : policy.getMode();
  }

  private void plan(String name, RolloutPlan plan, Mode mode) {
    mode(name + ".mode", plan.getMode());
    time(name + ".soak", plan.getSoak());
    var shares = plan.getSharesList();
    if (!shares.isEmpty() && mode != Mode.CANARY) {
      wrong.add(
          "%s.shares are those of a canary, and its mode is %s: set %s.mode to CANARY or leave them out"
              .formatted(name, mode, name));
    }
    var last = 0.0;
    for (double share : shares) {
      if (!(share >= LEAST_SHARE && share <= 1 && share > last)) {
        wrong.add(
            "%s.shares must grow, from 0.0001 to at most 1, such as 0.01, 0.1, 0.5, not %s"
                .formatted(name, shares));
        return;
      }
      last = share;
    }
  }

  private void mode(String name, Mode mode) {
    if (mode == Mode.UNRECOGNIZED) {
      wrong.add(name + " must be DIRECT, SHADOW or CANARY");
    }
  }

  private void guards(GuardPolicy guards) {
    fraction("failures", guards.hasFailures(), guards.getFailures());
    fraction("slow", guards.hasSlow(), guards.getSlow());
    fraction("confidence", guards.hasConfidence(), guards.getConfidence());
    fraction("class_mix", guards.hasClassMix(), guards.getClassMix());
    if (guards.hasSlowdown() && !(guards.getSlowdown() >= 1 && guards.getSlowdown() <= 1000)) {
      wrong.add("rollout.guards.slowdown must be a factor from 1 to 1000, such as 2");
    }
    if (guards.hasRequests() && guards.getRequests() < 1) {
      wrong.add("rollout.guards.requests must be 1 or more");
    }
    time("rollout.guards.slow_grace", guards.getSlowGrace());
  }

  private void fraction(String name, boolean given, double value) {
    if (given && !(value >= 0 && value <= 1)) { // so that NaN fails too
      wrong.add("rollout.guards.%s must be a fraction from 0 to 1".formatted(name));
    }
  }

  private void time(String name, Duration time) {
    if (!Durations.isValid(time)
        || Durations.isNegative(time)
        || Durations.compare(time, LONGEST) > 0) {
      wrong.add(name + " must be a duration from 0 to 365 days");
    }
  }
}
