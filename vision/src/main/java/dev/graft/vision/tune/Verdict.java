package dev.graft.vision.tune;

/** What a listener says to an epoch. */
public sealed interface Verdict {
  static Verdict goOn() {
    return new GoOn();
  }

  /** Nothing to object to. */
  record GoOn() implements Verdict {}

  /**
   * End here; the best weights so far are the result.
   *
   * @param why a sentence for people
   */
  record Stop(String why) implements Verdict {}
}
