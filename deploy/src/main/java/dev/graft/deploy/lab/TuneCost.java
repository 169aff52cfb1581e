package dev.graft.deploy.lab;

import java.util.OptionalInt;

/**
 * About how long an epoch takes; held-out pictures are looked at once.
 *
 * @param trunkSeconds a forward pass of one picture to the cut, on the thread that learns
 * @param tailSeconds from the cut on
 * @param step of the optimizer, in forward passes of its pictures: about three, since a backward
 *     pass costs two
 */
record TuneCost(double trunkSeconds, double tailSeconds, double step) {
  /** With inputs that are kept at the cut. */
  double tailEpoch(int views, int heldOut) {
    return tailSeconds * (step * views + heldOut);
  }

  /** Of the whole network. */
  double wholeEpoch(int views, int heldOut) {
    return (trunkSeconds + tailSeconds) * (step * views + heldOut);
  }

  /** Knows better once epochs of a tail have been seen; they say nothing of the trunk. */
  TuneCost seenTail(double expected, double taken) {
    return expected > 0 && taken > 0
        ? new TuneCost(trunkSeconds, tailSeconds * taken / expected, step)
        : this;
  }

  /** Knows better once epochs of a whole network have been seen. */
  TuneCost seenWhole(double expected, double taken) {
    return expected > 0 && taken > 0
        ? new TuneCost(trunkSeconds * taken / expected, tailSeconds * taken / expected, step)
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
