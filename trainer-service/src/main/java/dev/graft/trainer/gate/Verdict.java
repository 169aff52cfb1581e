package dev.graft.trainer.gate;

/** What the gate says of a head, and why. */
public sealed interface Verdict {
  String why();

  record FirstVersion(String why) implements Verdict {}

  record NotWorse(String why) implements Verdict {}

  /** The classes are others than the parent's; what could be compared was. */
  record ClassListChanged(String why) implements Verdict {}

  record BelowFloor(String why) implements Verdict {}

  record Worse(String why) implements Verdict {}

  record TooFewExamples(String why) implements Verdict {}

  default boolean released() {
    return this instanceof FirstVersion
        || this instanceof NotWorse
        || this instanceof ClassListChanged;
  }

  /** As it is named on the wire. */
  default String name() {
    if (this instanceof FirstVersion) {
      return "first-version";
    }
    if (this instanceof NotWorse) {
      return "not-worse";
    }
    if (this instanceof ClassListChanged) {
      return "class-list-changed";
    }
    if (this instanceof BelowFloor) {
      return "below-floor";
    }
    return this instanceof Worse ? "worse" : "too-few-examples";
  }
}
