package dev.graft.vision.tune;

import dev.graft.vision.optim.Schedule;

/**
 * A part of a fine-tune, with an optimizer of its own. It is scored on the held-out slice and kept
 * only if it helped.
 *
 * @param from first stage that trains; {@link #HEAD} for the head alone
 * @param epochs at most
 * @param rates highest rate of each stage and of the head
 */
public record Phase(String from, int epochs, Rates rates, Schedule schedule) {
  /** Instead of a stage: nothing but the head trains. */
  public static final String HEAD = "head";

  public Phase {
    if (epochs < 1) {
      throw new IllegalArgumentException("a phase has at least one epoch, not " + epochs);
    }
  }

  Phase times(double factor) {
    return new Phase(from, epochs, rates.times(factor), schedule);
  }
}
