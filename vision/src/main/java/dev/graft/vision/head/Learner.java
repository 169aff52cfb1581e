package dev.graft.vision.head;

import org.jspecify.annotations.Nullable;

/** How one kind of head is fitted on one problem. */
interface Learner {
  /**
   * A fit that begins on some of the examples; asked with one strength after the other, it may go
   * on from the last.
   */
  Fold fold(int[] members);

  /** Fits on all examples. */
  Fit fit(double strength, @Nullable Head start) throws InterruptedException;

  /** Answers of a head that has seen only the members of a fold. */
  interface Fold {
    /**
     * Fits, and writes the logits of the held out.
     *
     * @param logits [present classes, all] whose columns {@code held} are written
     */
    void answer(double strength, int[] held, float[][] logits) throws InterruptedException;
  }

  /**
   * A head on raw embeddings over all classes.
   *
   * @param iterations steps of the optimiser; 0 for a closed form
   * @param loss mean loss on its own examples with penalty; 0 where there is none
   */
  record Fit(Head head, int iterations, double loss) {}
}
