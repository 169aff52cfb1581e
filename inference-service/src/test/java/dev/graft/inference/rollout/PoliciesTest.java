package dev.graft.inference.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Duration;
import dev.graft.inference.judge.GuardLimits;
import dev.graft.inference.judge.Plan;
import dev.graft.inference.judge.Policy;
import dev.graft.v1.GuardPolicy;
import dev.graft.v1.RolloutPlan;
import dev.graft.v1.RolloutPolicy;
import dev.graft.v1.RolloutPolicy.Mode;
import dev.graft.v1.TaskSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoliciesTest {

  @Test
  void aTaskThatSaysNothingHasTheDefaults() {
    assertEquals(Policy.DEFAULT, Policies.of(TaskSpec.getDefaultInstance()));
  }

  @Test
  void directMeansEveryVersion() {
    var direct = of(RolloutPolicy.newBuilder().setMode(Mode.DIRECT));
    assertEquals(Policy.DEFAULT.direct(), direct);
  }

  @Test
  void theModeOfARefreshOrAChangeGoesBeforeThatOfAll() {
    var policy =
        of(
            RolloutPolicy.newBuilder()
                .setMode(Mode.CANARY)
                .setChange(RolloutPlan.newBuilder().setMode(Mode.SHADOW)));
    assertEquals(Plan.CANARY, policy.refresh());
    assertEquals(new Plan(Plan.Mode.SHADOW, List.of(), Plan.CANARY.soak()), policy.change());
  }

  @Test
  void whatIsSaidIsTaken() {
    var policy =
        of(
            RolloutPolicy.newBuilder()
                .setChange(RolloutPlan.newBuilder().addShares(0.2).setSoak(seconds(7)))
                .setOverlap(RolloutPolicy.Overlap.QUEUE)
                .setMargin(0.01)
                .setAlpha(0.1)
                .setGuards(
                    GuardPolicy.newBuilder()
                        .setFailures(0.01)
                        .setSlow(0.2)
                        .setConfidence(0.3)
                        .setClassMix(0.4)
                        .setRequests(5))
                .setWatch(seconds(1))
                .setPatience(seconds(2))
                .setRestless(seconds(3))
                .setLogShadowWait(seconds(0)));
    assertEquals(
        new Policy(
            Plan.DIRECT,
            new Plan(Plan.Mode.CANARY, List.of(0.2), java.time.Duration.ofSeconds(7)),
            Policy.Overlap.QUEUE,
            policy.test(),
            new GuardLimits(0.01, 0.2, 0.3, 0.4, 5),
            java.time.Duration.ofSeconds(1),
            java.time.Duration.ofSeconds(2),
            java.time.Duration.ofSeconds(3),
            java.time.Duration.ZERO),
        policy);
    assertEquals(0.01, policy.test().margin());
    assertEquals(0.1, policy.test().alpha());
  }

  @Test
  void whatCannotBeIsNotTaken() {
    assertEquals(Policy.DEFAULT, of(RolloutPolicy.newBuilder().setAlpha(7)));
    assertEquals(
        Policy.DEFAULT,
        of(
            RolloutPolicy.newBuilder()
                .setChange(RolloutPlan.newBuilder().addShares(0.5).addShares(0.1))));
  }

  private static Policy of(RolloutPolicy.Builder policy) {
    return Policies.of("pets", policy.build());
  }

  private static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }
}
