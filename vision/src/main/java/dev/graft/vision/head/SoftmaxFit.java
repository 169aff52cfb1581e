package dev.graft.vision.head;

import org.jspecify.annotations.Nullable;

/** Fits a softmax head by L-BFGS on standardised features. */
public final class SoftmaxFit {
  private SoftmaxFit() {}

  /**
   * Fits a head. The same arguments, in the same order of examples, give the same bits.
   *
   * @param train at least one example; a class without any is never the answer of the head
   * @param start a head on raw embeddings with the same classes and width to begin at, or null
   * @throws IllegalArgumentException when there is no example, a value is not finite, or the start
   *     does not fit
   * @throws InterruptedException when the thread is interrupted; nothing is left behind
   */
  public static FittedHead fit(
      LabelledEmbeddings train, SoftmaxFitOptions options, @Nullable LinearHead start)
      throws InterruptedException {
    requireFit(train, start);
    PresentClasses present = PresentClasses.of(train);
    int[] labels = present.positions(train.labels());
    Standardised data = Standardised.of(train);
    Choice choice = choose(train, options, data, labels, present.count());
    SoftmaxLoss loss = new SoftmaxLoss(data, labels, OutOfFold.everyone(train.size()), choice.l2());
    Descent descent = new Descent(loss, startOf(start, choice, data, present));
    descent.run(options.maxIterations(), options.tolerance());
    float[][] weights = descent.weights();
    PresentClasses.centre(weights);
    return new FittedHead(
        present.toAll(data.toRaw(weights)),
        choice.l2(),
        descent.iterations(),
        choice.temperature(),
        descent.value(),
        data.scale());
  }

  private static Choice choose(
      LabelledEmbeddings train,
      SoftmaxFitOptions options,
      Standardised data,
      int[] labels,
      int classes)
      throws InterruptedException {
    if (options.l2().isPresent() && options.temperature().isPresent()) {
      return new Choice(options.l2().getAsDouble(), options.temperature().getAsDouble(), null);
    }
    return Choice.of(
        data, labels, classes, new Folds(train.foldHashes(), options.folds()), options);
  }

  private static float[][] startOf(
      @Nullable LinearHead start, Choice choice, Standardised data, PresentClasses present) {
    if (start != null) {
      return present.rowsOf(data.fromRaw(start));
    }
    return choice.start() != null ? choice.start() : new float[present.count()][data.width()];
  }

  private static void requireFit(LabelledEmbeddings train, @Nullable LinearHead start) {
    if (train.size() == 0) {
      throw new IllegalArgumentException("there is no example to learn from");
    }
    if (start != null && (start.classes() != train.classes() || start.width() != train.width())) {
      throw new IllegalArgumentException(
          start
              + " can't start a fit of "
              + train.classes()
              + " classes at width "
              + train.width());
    }
  }
}
