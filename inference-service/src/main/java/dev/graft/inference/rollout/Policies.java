package dev.graft.inference.rollout;

import dev.graft.inference.evidence.SequentialTest;
import dev.graft.inference.judge.GuardLimits;
import dev.graft.inference.judge.Plan;
import dev.graft.inference.judge.Policy;
import dev.graft.v1.GuardPolicy;
import dev.graft.v1.RolloutPlan;
import dev.graft.v1.RolloutPolicy;
import dev.graft.v1.TaskSpec;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a task says of its rollouts, with the defaults for what it does not say. */
public final class Policies {

  private static final Logger log = LoggerFactory.getLogger(Policies.class);

  private Policies() {}

  public static Policy of(TaskSpec task) {
    return of(task.getTaskId(), task.getRollout());
  }

  /** Ingest refuses what can't be; whoever wrote past it has the defaults. */
  static Policy of(String taskId, RolloutPolicy wire) {
    try {
      return read(wire);
    } catch (IllegalArgumentException e) {
      log.warn("task {} has the usual rollouts, for its own can't be: {}", taskId, e.getMessage());
      return Policy.DEFAULT;
    }
  }

  private static Policy read(RolloutPolicy wire) {
    var usual = Policy.DEFAULT;
    return new Policy(
        plan(wire.getRefresh(), wire.getMode(), usual.refresh()),
        plan(wire.getChange(), wire.getMode(), usual.change()),
        wire.getOverlap() == RolloutPolicy.Overlap.QUEUE ? Policy.Overlap.QUEUE : usual.overlap(),
        test(wire, usual.test()),
        limits(wire.getGuards(), usual.limits()),
        wire.hasWatch() ? duration(wire.getWatch()) : usual.watch(),
        wire.hasPatience() ? duration(wire.getPatience()) : usual.patience(),
        wire.hasRestless() ? duration(wire.getRestless()) : usual.restless(),
        wire.hasLogShadowWait() ? duration(wire.getLogShadowWait()) : usual.logShadowWait());
  }

  private static Plan plan(RolloutPlan wire, RolloutPolicy.Mode overall, Plan usual) {
    var mode = mode(wire.getMode(), mode(overall, usual.mode()));
    if (mode == Plan.Mode.DIRECT) {
      return Plan.DIRECT;
    }
    var soak = wire.hasSoak() ? duration(wire.getSoak()) : Plan.CANARY.soak();
    if (mode == Plan.Mode.SHADOW) {
      return new Plan(mode, List.of(), soak);
    }
    var shares = wire.getSharesCount() > 0 ? wire.getSharesList() : Plan.CANARY.shares();
    return new Plan(mode, shares, soak);
  }

  private static Plan.Mode mode(RolloutPolicy.Mode wire, Plan.Mode otherwise) {
    return switch (wire) {
      case DIRECT -> Plan.Mode.DIRECT;
      case SHADOW -> Plan.Mode.SHADOW;
      case CANARY -> Plan.Mode.CANARY;
      case MODE_UNSPECIFIED, UNRECOGNIZED -> otherwise;
    };
  }

  private static SequentialTest test(RolloutPolicy wire, SequentialTest usual) {
    return wire.hasAlpha() || wire.hasMargin()
        ? new SequentialTest(
            wire.hasAlpha() ? wire.getAlpha() : usual.alpha(),
            wire.hasMargin() ? wire.getMargin() : usual.margin())
        : usual;
  }

  private static GuardLimits limits(GuardPolicy wire, GuardLimits usual) {
    return new GuardLimits(
        wire.hasFailures() ? wire.getFailures() : usual.failures(),
        wire.hasSlow() ? wire.getSlow() : usual.slow(),
        wire.hasConfidence() ? wire.getConfidence() : usual.confidence(),
        wire.hasClassMix() ? wire.getClassMix() : usual.classMix(),
        wire.hasRequests() ? wire.getRequests() : usual.requests());
  }

  static Duration duration(com.google.protobuf.Duration wire) {
    return Duration.ofSeconds(wire.getSeconds(), wire.getNanos());
  }
}
