package dev.graft.vision.guard;

/** What a guard says after an epoch, and why. */
public sealed interface Verdict {
  String why();

  /** Nothing is wrong; {@code best} is the epoch to keep so far. */
  record GoOn(int best, String why) implements Verdict {}

  /**
   * Stop, load the checkpoint of an epoch, forget the optimizer's state, and go on from there.
   *
   * @param best the epoch to go back to; 0 is the head alone
   * @param rateFactor what every rate is multiplied with from now on
   */
  record GoBack(Alarm alarm, int best, double rateFactor, String why) implements Verdict {}

  /**
   * Stop for good: it went back often enough.
   *
   * @param best the epoch whose checkpoint is the result; 0 is the head alone
   */
  record GiveUp(Alarm alarm, int best, String why) implements Verdict {}
}
