package dev.graft.vision.head;

import java.util.Arrays;

/**
 * One hidden layer of rectified linear units on raw embeddings.
 *
 * @param hiddenWeight [hidden, width], any standardisation folded in
 * @param hiddenBias [hidden]
 * @param output of the hidden units: [classes, hidden]
 */
public record PerceptronHead(float[][] hiddenWeight, float[] hiddenBias, LinearHead output)
    implements Head {
  public PerceptronHead {
    if (hiddenWeight.length != hiddenBias.length || hiddenWeight.length != output.width()) {
      throw new IllegalArgumentException("hidden weights, biases and outputs differ in number");
    }
    for (float[] row : hiddenWeight) {
      if (row.length == 0 || row.length != hiddenWeight[0].length) {
        throw new IllegalArgumentException("rows of weights differ in length or are empty");
      }
    }
  }

  @Override
  public int classes() {
    return output.classes();
  }

  @Override
  public int width() {
    return hiddenWeight[0].length;
  }

  @Override
  public float[] logits(float[] embedding) {
    float[] hidden = new LinearHead(hiddenWeight, hiddenBias).logits(embedding);
    for (int h = 0; h < hidden.length; h++) {
      hidden[h] = Math.max(0, hidden[h]);
    }
    return output.logits(hidden);
  }

  @Override
  public PerceptronHead shifted(double[] by) {
    return new PerceptronHead(hiddenWeight, hiddenBias, output.shifted(by));
  }

  /** Equal when every number is equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PerceptronHead that
        && output.equals(that.output)
        && Arrays.deepEquals(hiddenWeight, that.hiddenWeight)
        && Arrays.equals(hiddenBias, that.hiddenBias);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.deepHashCode(hiddenWeight) + output.hashCode();
  }

  @Override
  public String toString() {
    return "PerceptronHead["
        + classes()
        + " classes, width "
        + width()
        + ", "
        + hiddenBias.length
        + " hidden]";
  }
}
