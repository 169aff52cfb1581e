package dev.graft.inference.judge;

/** What becomes of a trial, and why. */
public sealed interface Verdict {
  String why();

  /** Nothing changes. */
  record Wait(String why) implements Verdict {}

  /** The candidate serves a larger share. */
  record Widen(double share, String why) implements Verdict {}

  /** The candidate becomes stable, and is watched. */
  record Promote(String why) implements Verdict {}

  /** The baseline serves alone. */
  record RollBack(String why) implements Verdict {}

  /** The candidate was neither proven nor refuted in its time, and another waits. */
  record GiveWay(String why) implements Verdict {}

  /** The watch is over. */
  record Confirm(String why) implements Verdict {}
}
