package dev.graft.trainer.tune;

import dev.graft.v1.TunePolicy;
import dev.graft.vision.strategy.Plan;
import dev.graft.vision.strategy.Strategy;
import java.util.ArrayList;
import java.util.List;

/**
 * What is trained: what the task's policy says, else what the planner advises. A trial of several
 * is settled for the cheapest that trains anything; the head alone is among what the gate compares
 * in any case.
 *
 * @param strategy its name; "features": the network stays as it is
 * @param cut first stage that is trained
 * @param later first stage of the later half of it
 */
record Choice(
    String strategy, String cut, String later, TunePolicy.Preset preset, List<String> reasons) {

  /**
   * @param stages of the network, shallow to deep
   * @param usual cut of the network
   * @param commanded somebody wants a fine-tune, so that a plan that speaks against it is advice
   */
  static Choice of(
      TunePolicy policy, Plan plan, List<String> stages, String usual, boolean commanded) {
    var reasons = new ArrayList<>(plan.reasons());
    Strategy advised = advised(plan, reasons);
    String strategy = advised.name();
    String cut = cut(advised, stages, usual);
    TunePolicy.Preset preset =
        advised instanceof Strategy.Gradual
            ? TunePolicy.Preset.GRADUAL
            : TunePolicy.Preset.ONE_CYCLE;
    boolean leavesAlone =
        advised instanceof Strategy.FeaturesOnly || advised instanceof Strategy.EarlierTap;
    if (!policy.getCut().isEmpty()) {
      cut = policy.getCut();
      strategy = stages.indexOf(cut) == 0 ? "full" : "partial";
      reasons.add("the task's policy cuts at " + cut);
    } else if (leavesAlone && commanded) {
      strategy = "partial";
      reasons.add("it was commanded, so the last stages are fine-tuned all the same");
    } else if (leavesAlone) {
      strategy = "features";
    }
    if (policy.getPreset() != TunePolicy.Preset.PRESET_UNSPECIFIED) {
      preset = policy.getPreset();
    }
    int from = Math.max(0, stages.indexOf(cut));
    String later = stages.get(from + (stages.size() - from) / 2);
    return new Choice(strategy, cut, later, preset, List.copyOf(reasons));
  }

  private static Strategy advised(Plan plan, List<String> reasons) {
    if (plan instanceof Plan.Settled settled) {
      return settled.strategy();
    }
    if (plan instanceof Plan.Trial trial) {
      for (Strategy candidate : trial.candidates()) {
        if (!(candidate instanceof Strategy.FeaturesOnly)
            && !(candidate instanceof Strategy.EarlierTap)) {
          reasons.add(
              "of these, %s is the cheapest that trains the network; it is held against the head alone"
                  .formatted(candidate.name()));
          return candidate;
        }
      }
    }
    return new Strategy.FeaturesOnly("there is nothing to train the network with yet");
  }

  private static String cut(Strategy strategy, List<String> stages, String usual) {
    if (strategy instanceof Strategy.Partial partial) {
      return partial.cut();
    }
    if (strategy instanceof Strategy.Gradual gradual) {
      return gradual.cuts().get(gradual.cuts().size() - 1);
    }
    return strategy instanceof Strategy.Full ? stages.get(0) : usual;
  }
}
