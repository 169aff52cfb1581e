package dev.graft.vision.head;

import org.jspecify.annotations.Nullable;

/** Fits a softmax head by L-BFGS on standardised features. */
public final class SoftmaxFit {
  private SoftmaxFit() {}

  /**
   * Fits a head. The same arguments, in the same order of examples, give the same bits.
   *
   * @param train at least one example
   * @param start a head on raw embeddings with the same classes and width to begin at, or null
   * @throws IllegalArgumentException when there is no example or a value is not finite
   * @throws InterruptedException when the thread is interrupted; nothing is left behind
   */
  public static FittedHead fit(
      LabelledEmbeddings train, SoftmaxFitOptions options, @Nullable LinearHead start)
      throws InterruptedException {
    throw new UnsupportedOperationException("not yet");
  }
}
