package dev.graft.vision.head;

/**
 * What all kinds of heads are fitted on: examples of the classes that are present, standardised
 * once for all folds, which uses no label.
 *
 * @param raw as given
 * @param present the classes that have examples
 * @param labels [n] positions among the present classes
 * @param data [n] standardised
 * @param weights [n] of the examples, or empty
 */
record Problem(
    LabelledEmbeddings raw,
    PresentClasses present,
    int[] labels,
    Standardised data,
    double[] weights) {
  static Problem of(LabelledEmbeddings train, Balance balance) {
    if (train.size() == 0) {
      throw new IllegalArgumentException("there is no example to learn from");
    }
    PresentClasses present = PresentClasses.of(train);
    int[] labels = present.positions(train.labels());
    double[] weights =
        balance == Balance.WEIGHTS ? Weighed.balanced(labels, present.count()) : new double[0];
    return new Problem(train, present, labels, Standardised.of(train), weights);
  }

  int classes() {
    return present.count();
  }

  int size() {
    return labels.length;
  }

  Weighed weighed(int[] members) {
    return new Weighed(labels, members, weights);
  }

  /** Share of each present class. */
  double[] shares() {
    double[] shares = new double[classes()];
    for (int label : labels) {
      shares[label] += 1.0 / labels.length;
    }
    return shares;
  }
}
