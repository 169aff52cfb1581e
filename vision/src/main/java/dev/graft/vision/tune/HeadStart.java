package dev.graft.vision.tune;

import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LabelledEmbeddings;

/** The head that a fine-tune begins with. */
public sealed interface HeadStart {
  /** How many it tells apart. */
  int classes();

  /**
   * The task's current head.
   *
   * @param temperature what its logits are divided by
   */
  record Fitted(FittedHead head, double temperature) implements HeadStart {
    /** At its own temperature, so that the first losses are those of calibrated answers. */
    public Fitted(FittedHead head) {
      this(head, head.temperature());
    }

    /**
     * As sure of itself as smoothed targets want it. A calibrated head is surer of what it has
     * learned, and the first epochs would go into making it modest, at the tail's cost.
     *
     * @param labelSmoothing of the recipe; without it, the head's own temperature stays
     * @param learned what the head was fitted on
     */
    public static Fitted towards(
        double labelSmoothing, FittedHead head, LabelledEmbeddings learned) {
      return labelSmoothing == 0
          ? new Fitted(head)
          : new Fitted(head, SmoothedLoss.temperature(head.head(), learned, labelSmoothing));
    }

    /** Mean loss of its answers to examples, as a fine-tune with that label smoothing counts it. */
    public double loss(double labelSmoothing, LabelledEmbeddings on) {
      return SmoothedLoss.of(head.head(), on, temperature, labelSmoothing);
    }

    @Override
    public int classes() {
      return head.head().classes();
    }
  }

  /**
   * A head from chance, for training from scratch.
   *
   * @param seed of its weights
   */
  record Fresh(int classes, long seed) implements HeadStart {}
}
