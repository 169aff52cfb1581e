package dev.graft.vision.draw;

import java.util.SplittableRandom;

/** Reproducible chance: the same numbers thrown in give the same throws out, on every JVM. */
final class Dice {
  private final SplittableRandom random;

  private Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Dice that belong to a name made of numbers, e.g. (purpose, class, picture). */
  static Dice of(long... name) {
    long seed = 0x9E3779B97F4A7C15L;
    for (long part : name) {
      seed = (seed ^ part) * 0xBF58476D1CE4E5B9L;
      seed ^= seed >>> 31;
    }
    return new Dice(seed);
  }

  float in(double low, double high) {
    return (float) (low + (high - low) * random.nextDouble());
  }

  /** Between two positive bounds, each octave as likely as the next. */
  float log(double low, double high) {
    return (float) (low * Math.pow(high / low, random.nextDouble()));
  }

  float around(double spread) {
    return in(-spread, spread);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Both ends included. */
  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  float angle() {
    return in(0, 2 * Math.PI);
  }

  int hash() {
    return random.nextInt();
  }
}
