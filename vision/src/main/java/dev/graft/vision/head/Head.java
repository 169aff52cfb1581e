package dev.graft.vision.head;

/**
 * A classifier on raw embeddings. Immutable, for any number of threads. Whatever shape it has, its
 * probabilities are the softmax of its logits over a temperature, so that one number calibrates it.
 */
public sealed interface Head permits LinearHead, NeighbourHead, PerceptronHead {
  int classes();

  /** Values of an embedding. */
  int width();

  /** Logits of one raw embedding: [width] to [classes]. */
  float[] logits(float[] embedding);

  /** This head with something added to each logit: [classes]. */
  Head shifted(double[] by);

  /** Probabilities of one raw embedding: softmax of logits / temperature. */
  default float[] probabilities(float[] embedding, double temperature) {
    return Softmax.of(logits(embedding), temperature);
  }

  /** The most probable class; the first of equals. */
  default int answer(float[] embedding) {
    return Softmax.largest(logits(embedding));
  }
}
