package dev.graft.vision.head;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Embeddings with their classes. A fit depends on their order in its last bits: whoever wants the
 * same bits again brings the examples in the same order, for instance sorted by image id.
 *
 * @param vectors [n, width] raw embeddings
 * @param labels [n] index of the class
 * @param foldHashes [n] stable hash of the picture's group; equal hashes never part in folds
 * @param classes how many classes there are, with or without examples
 * @param learned [n] whether the network that made the embedding has learned from the example, as a
 *     fine-tuned one has: it lies where its label wants it, so that no head, whether it has seen
 *     the example or not, answers to it as it will to new ones
 */
public record LabelledEmbeddings(
    float[][] vectors, int[] labels, long[] foldHashes, int classes, boolean[] learned) {
  public LabelledEmbeddings {
    if (vectors.length != labels.length
        || vectors.length != foldHashes.length
        || vectors.length != learned.length) {
      throw new IllegalArgumentException(
          "vectors, labels, fold hashes and what was learned differ in number");
    }
    for (int i = 0; i < vectors.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "label " + labels[i] + " of example " + i + " is no class of " + classes);
      }
      if (vectors[i].length != vectors[0].length) {
        throw new IllegalArgumentException(
            "example "
                + i
                + " has width "
                + vectors[i].length
                + ", others have "
                + vectors[0].length);
      }
    }
  }

  /** Of a network that has learned from none of them. */
  public LabelledEmbeddings(float[][] vectors, int[] labels, long[] foldHashes, int classes) {
    this(vectors, labels, foldHashes, classes, new boolean[labels.length]);
  }

  public int size() {
    return labels.length;
  }

  /** Values per embedding; 0 when there is no example. */
  public int width() {
    return vectors.length == 0 ? 0 : vectors[0].length;
  }

  /** These examples of them: indices into this. */
  public LabelledEmbeddings only(int[] examples) {
    return new LabelledEmbeddings(
        Arrays.stream(examples).mapToObj(i -> vectors[i]).toArray(float[][]::new),
        Arrays.stream(examples).map(i -> labels[i]).toArray(),
        Arrays.stream(examples).mapToLong(i -> foldHashes[i]).toArray(),
        classes,
        picked(examples));
  }

  private boolean[] picked(int[] examples) {
    boolean[] picked = new boolean[examples.length];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = learned[examples[i]];
    }
    return picked;
  }

  /** Those of some examples that the network has not learned from. */
  int[] unlearned(int[] examples) {
    return Arrays.stream(examples).filter(i -> !learned[i]).toArray();
  }

  /** All but these. */
  public LabelledEmbeddings without(int[] examples) {
    BitSet gone = new BitSet(size());
    Arrays.stream(examples).forEach(gone::set);
    return only(IntStream.range(0, size()).filter(i -> !gone.get(i)).toArray());
  }
}
