package dev.graft.vision.head;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which examples are held out together. An example's fold is its hash modulo the number of folds,
 * so a group stays together and stays where it is when others come. The hash is mixed first: the
 * split into train and validation was made with the same hash, and its remainder alone could leave
 * a fold empty.
 */
final class Folds {
  private final int[] foldOf;
  private final int count;

  Folds(long[] hashes, int count) {
    this.count = count;
    this.foldOf =
        Arrays.stream(hashes)
            .mapToInt(hash -> (int) Long.remainderUnsigned(mix(hash), count))
            .toArray();
  }

  int count() {
    return count;
  }

  int[] heldOut(int fold) {
    return IntStream.range(0, foldOf.length).filter(i -> foldOf[i] == fold).toArray();
  }

  int[] others(int fold) {
    return IntStream.range(0, foldOf.length).filter(i -> foldOf[i] != fold).toArray();
  }

  /**
   * Finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): every bit of the hash moves every
   * bit of the result.
   */
  static long mix(long hash) {
    long z = hash + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
