package dev.graft.deploy.lab;

import java.util.OptionalInt;

/**
 * About how long an epoch takes.
 *
 * @param learn seconds for each view that is learned from
 * @param look seconds for each held-out picture that is looked at
 */
record EpochCost(double learn, double look) {
  /** A backward pass costs about two forward ones. */
  private static final double STEP = 3;

  /** Before a step has been seen, by a forward pass of one picture. */
  static EpochCost guessed(double forward) {
    return new EpochCost(STEP * forward, forward);
  }

  double seconds(int views, int heldOut) {
    return learn * views + look * heldOut;
  }

  /** Knows better once epochs have been seen. */
  EpochCost seen(double expected, double taken) {
    return expected > 0 && taken > 0
        ? new EpochCost(learn * taken / expected, look * taken / expected)
        : this;
  }

  /**
   * How many epochs a time is enough for.
   *
   * @param epoch seconds of one
   * @param again how much dearer an epoch is of all train pictures, for the refit if this is chosen
   * @param otherRefit seconds for the refit of what would be chosen otherwise
   * @return at most {@code most}; empty if it would be fewer than {@code least}
   */
  static OptionalInt epochs(
      double seconds, double epoch, double again, double otherRefit, int least, int most) {
    for (int n = most; n >= least; n--) {
      if (n * epoch + Math.max(n * epoch * again, otherRefit) <= seconds) {
        return OptionalInt.of(n);
      }
    }
    return OptionalInt.empty();
  }
}
