package dev.graft.inference.judge;

/** What becomes of an order. */
sealed interface Ruling {

  /**
   * It is done.
   *
   * @param why what was done, as a sentence
   */
  record CarryOut(Rollout next, String why) implements Ruling {}

  /** It is not, and why. */
  record Refuse(String why) implements Ruling {}
}
