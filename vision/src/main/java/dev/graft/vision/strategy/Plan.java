package dev.graft.vision.strategy;

import java.util.List;

/** How a task should be learned, and why. */
public sealed interface Plan {
  /** What was considered, in the order in which it was; sentences for people. */
  List<String> reasons();

  /** There is no doubt, or nothing that a trial could pay for. */
  record Settled(Strategy strategy, List<String> reasons) implements Plan {}

  /**
   * The rules of thumb disagree: each is tried, and validation data decide. A head alone is always
   * among what is compared.
   *
   * @param candidates cheapest first, at least two
   */
  record Trial(List<Strategy> candidates, List<String> reasons) implements Plan {}

  /** Nothing can be learned yet. */
  record NotYet(List<String> reasons) implements Plan {}
}
