package dev.graft.vision.augment;

import java.util.SplittableRandom;

/** Reproducible chance that belongs to a name: the same name, the same throws. */
public final class Chance {
  private Chance() {}

  /** Chance of a seed, a text (such as a picture's digest) and numbers (such as its view). */
  public static SplittableRandom of(long seed, String text, long... numbers) {
    long mixed = mix(seed);
    for (int i = 0; i < text.length(); i++) {
      mixed = (mixed ^ text.charAt(i)) * 0x100000001b3L; // FNV-1a
    }
    for (long number : numbers) {
      mixed = mix(mixed ^ number);
    }
    return new SplittableRandom(mix(mixed));
  }

  private static long mix(long bits) {
    long mixed = (bits + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    return mixed ^ mixed >>> 31;
  }
}
