package dev.graft.vision.head;

/**
 * Softmax of logits, in double and without overflow; by StrictMath, which is the same on every
 * machine.
 */
public final class Softmax {
  private Softmax() {}

  /** Softmax of logits / temperature: [classes] to [classes], sums to one. */
  public static float[] of(float[] logits, double temperature) {
    double largest = logits[largest(logits)];
    double[] powers = new double[logits.length];
    double sum = 0;
    for (int k = 0; k < logits.length; k++) {
      powers[k] = StrictMath.exp((logits[k] - largest) / temperature);
      sum += powers[k];
    }
    float[] probabilities = new float[logits.length];
    for (int k = 0; k < logits.length; k++) {
      probabilities[k] = (float) (powers[k] / sum);
    }
    return probabilities;
  }

  /** Index of the largest value; the first of equals. */
  public static int largest(float[] values) {
    int best = 0;
    for (int k = 1; k < values.length; k++) {
      if (values[k] > values[best]) {
        best = k;
      }
    }
    return best;
  }
}
