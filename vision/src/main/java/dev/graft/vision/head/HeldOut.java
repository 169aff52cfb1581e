package dev.graft.vision.head;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which examples learn and which are held out, fold by fold; the same for every kind of head, so
 * that kinds can be compared example by example.
 *
 * @param members per fold, those that learn
 * @param heldOut per fold, those that get an answer
 */
record HeldOut(List<int[]> members, List<int[]> heldOut) {
  /**
   * Folds are added until this many examples are held out: more would hardly change a choice, and
   * cost.
   */
  private static final int ENOUGH = 4000;

  static HeldOut of(int[] labels, int classes, Folds folds) {
    List<int[]> members = new ArrayList<>();
    List<int[]> heldOut = new ArrayList<>();
    int answered = 0;
    for (int fold = 0; fold < folds.count() && answered < ENOUGH; fold++) {
      int[] seen = folds.others(fold);
      int[] held = judgeable(folds.heldOut(fold), seen, labels, classes);
      if (held.length > 0) {
        members.add(seen);
        heldOut.add(held);
        answered += held.length;
      }
    }
    return new HeldOut(members, heldOut);
  }

  /** A head can't be blamed for a class that it was never shown. */
  private static int[] judgeable(int[] held, int[] seen, int[] labels, int classes) {
    boolean[] shown = new boolean[classes];
    for (int i : seen) {
      shown[labels[i]] = true;
    }
    return Arrays.stream(held).filter(i -> shown[labels[i]]).toArray();
  }

  int folds() {
    return members.size();
  }

  /** The examples that get an answer, ascending. */
  int[] examples() {
    return heldOut.stream().flatMapToInt(Arrays::stream).sorted().toArray();
  }

  static int[] everyone(int n) {
    return IntStream.range(0, n).toArray();
  }
}
