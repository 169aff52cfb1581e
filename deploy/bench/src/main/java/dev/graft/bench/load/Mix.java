package dev.graft.bench.load;

import java.util.Random;

/**
 * How much of what. Everything is drawn from the seed.
 *
 * @param stepsPerSecond of the publisher; each step may bring a picture with its label, or a
 *     correction alone
 * @param mostImages once there are so many, known ones are submitted and corrected again
 * @param correction chance that a step corrects a label
 * @param retraction chance that it withdraws one
 * @param erasure chance that it has a picture erased
 */
public record Mix(
    long seed,
    double stepsPerSecond,
    int mostImages,
    double correction,
    double retraction,
    double erasure) {
  /** A label before its picture, one in four. */
  static final double LABEL_FIRST = 0.25;

  /** Three things in ten change what was said before. */
  public static Mix usual(long seed, double stepsPerSecond, int mostImages) {
    return new Mix(seed, stepsPerSecond, mostImages, 0.2, 0.09, 0.04);
  }

  Random random() {
    return new Random(seed);
  }
}
