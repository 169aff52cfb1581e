package dev.graft.vision.tune;

import dev.graft.vision.head.FittedHead;

/** The head that a fine-tune begins with. */
public sealed interface HeadStart {
  /** How many it tells apart. */
  int classes();

  /**
   * The task's current head. Its logits are divided by its temperature, so that the first losses
   * are those of calibrated answers.
   */
  record Fitted(FittedHead head) implements HeadStart {
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
