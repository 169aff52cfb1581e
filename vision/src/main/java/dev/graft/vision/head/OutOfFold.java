package dev.graft.vision.head;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Answers to examples by heads that have not seen them, one strength of penalty after the other.
 * Each fold goes on from its own last weights, so a path from strong to weak costs little more than
 * its end. No fold starts from an earlier version's head: that one has seen what is held out here.
 * All folds share the standardisation of all examples, which uses no label.
 */
final class OutOfFold {
  /**
   * Folds are added until this many examples are held out: more would hardly change a choice, and
   * cost.
   */
  private static final int ENOUGH = 4000;

  private final Standardised data;
  private final int[] labels;
  private final List<int[]> members = new ArrayList<>();
  private final List<int[]> heldOut = new ArrayList<>();
  private final List<float[][]> weights = new ArrayList<>(); // per fold [classes, width + 1]
  private final float[][] logits; // [classes, all]

  OutOfFold(Standardised data, int[] labels, int classes, Folds folds) {
    this.data = data;
    this.labels = labels;
    this.logits = new float[classes][labels.length];
    for (int fold = 0; fold < folds.count() && examples().length < ENOUGH; fold++) {
      int[] seen = folds.others(fold);
      int[] held = judgeable(folds.heldOut(fold), seen, classes);
      if (held.length > 0) {
        members.add(seen);
        heldOut.add(held);
        weights.add(new float[classes][data.width()]);
      }
    }
  }

  /** A head can't be blamed for a class that it was never shown. */
  private int[] judgeable(int[] held, int[] seen, int classes) {
    boolean[] shown = new boolean[classes];
    for (int i : seen) {
      shown[labels[i]] = true;
    }
    return Arrays.stream(held).filter(i -> shown[labels[i]]).toArray();
  }

  /** The examples that get an answer. */
  int[] examples() {
    return heldOut.stream().flatMapToInt(Arrays::stream).sorted().toArray();
  }

  /** Fits every fold with this penalty; then {@link #logits} holds the answers. */
  void fit(double l2, int maxIterations, double tolerance) throws InterruptedException {
    for (int fold = 0; fold < members.size(); fold++) {
      Descent descent =
          new Descent(new SoftmaxLoss(data, labels, members.get(fold), l2), weights.get(fold));
      descent.run(maxIterations, tolerance);
      weights.set(fold, descent.weights());
      for (int k = 0; k < logits.length; k++) {
        for (int i : heldOut.get(fold)) {
          logits[k][i] = descent.logits()[k][i];
        }
      }
    }
  }

  /** Logits [classes, all]; only the columns of {@link #examples} mean anything. */
  float[][] logits() {
    return logits;
  }

  /** A good place to start the fit of all examples: the mean of the folds' weights, or zero. */
  float[][] start() {
    float[][] mean = new float[logits.length][data.width()];
    for (float[][] w : weights) {
      Vectors.add(mean, 1.0 / weights.size(), w);
    }
    return mean;
  }

  static int[] everyone(int n) {
    return IntStream.range(0, n).toArray();
  }
}
