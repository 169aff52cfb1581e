package dev.graft.inference.simulate;

import java.time.Duration;

/**
 * A stable version, a candidate, and the labels that come.
 *
 * @param accuracy of the stable version
 * @param effect accuracy of the candidate less that of the stable version
 * @param agreement share of the images on which the mistakes fall together as far as they can: 0
 *     for independent ones, 1 if the better version is wrong only where the other is
 * @param images that are predicted, and labelled
 * @param every time from one image to the next
 * @param delay mean time from a prediction to its label, exponential; zero: at once
 * @param corrected share of the labels that are wrong at first
 * @param correction mean time from a wrong label to its correction, exponential
 * @param runs how often all of it is done
 * @param seed the same seed gives the same runs
 */
public record Scenario(
    double accuracy,
    double effect,
    double agreement,
    int images,
    Duration every,
    Duration delay,
    double corrected,
    Duration correction,
    int runs,
    long seed) {

  private static final int MOST_IMAGES = 1_000_000;
  private static final int MOST_RUNS = 100_000;

  public Scenario {
    fraction("accuracy", accuracy);
    fraction("accuracy + effect", accuracy + effect);
    fraction("agreement", agreement);
    fraction("corrected", corrected);
    if (images < 0 || images > MOST_IMAGES) {
      throw new IllegalArgumentException("labels must be 0 to 1000000, not " + images);
    }
    if (runs < 1 || runs > MOST_RUNS) {
      throw new IllegalArgumentException("runs must be 1 to 100000, not " + runs);
    }
    if (every.isNegative() || delay.isNegative() || correction.isNegative()) {
      throw new IllegalArgumentException("every, delay and correction can't be negative");
    }
  }

  private static void fraction(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("%s must be from 0 to 1, not %s".formatted(name, value));
    }
  }

  /** Independent mistakes, labels at once, none corrected, an image a minute. */
  public static Scenario of(double accuracy, double effect, int images, int runs, long seed) {
    return new Scenario(
        accuracy,
        effect,
        0,
        images,
        Duration.ofMinutes(1),
        Duration.ZERO,
        0,
        Duration.ofDays(1),
        runs,
        seed);
  }

  public Scenario late(Duration newDelay, double newCorrected) {
    return new Scenario(
        accuracy, effect, agreement, images, every, newDelay, newCorrected, correction, runs, seed);
  }

  public Scenario agreeing(double newAgreement) {
    return new Scenario(
        accuracy, effect, newAgreement, images, every, delay, corrected, correction, runs, seed);
  }

  /** Chance that only one of the two is right. */
  double discordant() {
    var wrong = 1 - accuracy;
    var candidateWrong = 1 - accuracy - effect;
    var bothWrong =
        (1 - agreement) * wrong * candidateWrong + agreement * Math.min(wrong, candidateWrong);
    return wrong + candidateWrong - 2 * bothWrong;
  }
}
