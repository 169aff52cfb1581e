package dev.graft.trainer.gate;

import java.util.OptionalDouble;

/**
 * What a task asks of its versions.
 *
 * @param floor least accuracy of a first version; empty: that of guessing the most frequent class
 * @param margin largest loss of accuracy against the bar that is no loss
 */
public record GateRules(OptionalDouble floor, double margin) {
  public static final GateRules DEFAULT = new GateRules(OptionalDouble.empty(), 0.02);
}
