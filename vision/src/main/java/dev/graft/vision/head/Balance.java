package dev.graft.vision.head;

/** What is done about classes of very different size. */
public enum Balance {
  /** Nothing: answers are best for pictures that come in the shares of the examples. */
  AS_FOUND,
  /**
   * Examples are weighed so that each class counts the same, in the fit of softmax, support vectors
   * and perceptron, and in the choice of strength and temperature. Kinds that have no weights are
   * corrected as by {@link #CORRECTED}.
   */
  WEIGHTS,
  /**
   * The fit is left alone; afterwards the logarithm of each class's share is taken from its logit
   * (Menon et al., "Long-tail learning via logit adjustment", ICLR 2021), which makes answers best
   * for pictures in which every class is as frequent.
   */
  CORRECTED
}
