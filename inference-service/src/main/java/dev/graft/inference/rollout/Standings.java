package dev.graft.inference.rollout;

import dev.graft.inference.judge.Standing;
import dev.graft.v1.RolloutState;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.TrialStanding;
import java.util.Optional;

/** What the judge's tests say of a trial, as it is told to people. */
public final class Standings {

  private Standings() {}

  /** By the policy of the task. Empty: nothing is on trial or watched. */
  public static Optional<TrialStanding> of(TaskSpec task, RolloutState state) {
    return state.hasTrial()
        ? Optional.of(message(Standing.of(Policies.of(task), TrialStates.read(state.getTrial()))))
        : Optional.empty();
  }

  /** Evidence as capital, not its logarithm: "5 of 20" says more to people than "1.6 of 3". */
  private static TrialStanding message(Standing standing) {
    var message =
        TrialStanding.newBuilder()
            .setFinding(standing.finding())
            .setAgainst(Math.exp(standing.against()))
            .setAgainstNeeded(Math.exp(standing.againstNeeded()))
            .setInFavour(Math.exp(standing.inFavour()))
            .setNextStepNeeded(Math.exp(standing.nextStepNeeded()))
            .setPromotionNeeded(Math.exp(standing.promotionNeeded()))
            .setGuards(standing.guards());
    standing.labelsToNextStep().ifPresent(message::setLabelsToNextStep);
    standing.labelsToPromotion().ifPresent(message::setLabelsToPromotion);
    return message.build();
  }
}
