package dev.graft.vision.guard;

/**
 * What alarms a guard.
 *
 * @param patience epochs in a row for which a slow sign must show before it counts
 * @param lossRise relative rise of the validation loss over its least that is none yet
 * @param standardErrors of a difference that a fall of accuracy or a rise of loss may have by
 *     chance
 * @param collapse fall of accuracy below the peak that alarms at once, if it is certain too
 * @param classFall fall of one class's accuracy below the start's that alarms, if it is certain too
 * @param deadRise rise of a stage's share of dead channels over the start's
 * @param saturatedRise rise of a stage's share of saturated channels over the start's
 * @param distance of a stage's weights from where they began, relative to their length
 * @param rateFactor what rates are multiplied with after an alarm
 * @param returns how often a job goes back before it is given up
 */
public record GuardRules(
    int patience,
    double lossRise,
    double standardErrors,
    double collapse,
    double classFall,
    double deadRise,
    double saturatedRise,
    double distance,
    double rateFactor,
    int returns) {
  public static final GuardRules DEFAULT =
      new GuardRules(2, 0.05, 2, 0.10, 0.30, 0.25, 0.25, 0.5, 0.1, 2);

  /**
   * For one cycle at a high rate over a long tail: while the rate is high, right answers fall by a
   * tenth and single classes by more before the cycle's end brings back more than was lost, so only
   * what stays lost is a reason.
   */
  public static final GuardRules OVER_A_PEAK =
      new GuardRules(6, 0.5, 2, 0.25, 0.75, 0.75, 0.75, 1, 0.1, 2);

  public GuardRules {
    if (patience < 1 || returns < 0 || !(rateFactor > 0 && rateFactor < 1)) {
      throw new IllegalArgumentException(
          "patience from 1, returns from 0, and a rate factor between 0 and 1");
    }
  }
}
