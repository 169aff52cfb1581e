package dev.graft.vision.head;

import java.util.Arrays;

/**
 * A linear classifier on raw embeddings; any standardisation is folded in.
 *
 * @param weight [classes, width]
 * @param bias [classes]
 */
public record LinearHead(float[][] weight, float[] bias) implements Head {
  public LinearHead {
    if (weight.length == 0 || weight.length != bias.length) {
      throw new IllegalArgumentException(
          "a head needs one row of weights and one bias per class, got "
              + weight.length
              + " rows and "
              + bias.length
              + " biases");
    }
    for (float[] row : weight) {
      if (row.length == 0 || row.length != weight[0].length) {
        throw new IllegalArgumentException("rows of weights differ in length or are empty");
      }
    }
  }

  @Override
  public int classes() {
    return bias.length;
  }

  @Override
  public int width() {
    return weight[0].length;
  }

  /** Logits of one raw embedding, summed in double: [width] to [classes]. */
  @Override
  public float[] logits(float[] embedding) {
    if (embedding.length != width()) {
      throw new IllegalArgumentException(
          "the head takes embeddings of width " + width() + ", got " + embedding.length);
    }
    float[] logits = new float[classes()];
    for (int k = 0; k < logits.length; k++) {
      logits[k] = (float) (bias[k] + Vectors.dot(weight[k], embedding, embedding.length));
    }
    return logits;
  }

  @Override
  public LinearHead shifted(double[] by) {
    float[] shifted = bias.clone();
    for (int k = 0; k < shifted.length; k++) {
      shifted[k] += (float) by[k];
    }
    return new LinearHead(weight, shifted);
  }

  /**
   * This head for another list of classes, as a start for a fit.
   *
   * @param from for each new class the old class it continues, or -1 for a class that is new: that
   *     row is zero
   */
  public LinearHead rearranged(int[] from) {
    float[][] rows = new float[from.length][];
    float[] biases = new float[from.length];
    for (int k = 0; k < from.length; k++) {
      rows[k] = from[k] < 0 ? new float[width()] : weight[from[k]].clone();
      biases[k] = from[k] < 0 ? 0 : bias[from[k]];
    }
    return new LinearHead(rows, biases);
  }

  /** Equal when every number is equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof LinearHead that
        && Arrays.deepEquals(weight, that.weight)
        && Arrays.equals(bias, that.bias);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.deepHashCode(weight) + Arrays.hashCode(bias);
  }

  @Override
  public String toString() {
    return "LinearHead[" + classes() + " classes, width " + width() + "]";
  }
}
