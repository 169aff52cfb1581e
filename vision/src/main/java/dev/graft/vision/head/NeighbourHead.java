package dev.graft.vision.head;

import java.util.Arrays;

/**
 * The nearest examples vote, each weighed by how near it is. Nearness is the cosine of standardised
 * embeddings. It holds the examples: at most {@value NeighbourFit#MOST}, 4 bytes times width each.
 *
 * @param columns [width, n] standardised examples of length 1
 * @param labels [n]
 * @param votes how many vote
 * @param scale of the raw features
 * @param shift [classes] added to the logits; {@value #NEVER} for a class that has no example
 */
public record NeighbourHead(
    float[][] columns, int[] labels, int votes, FeatureScale scale, float[] shift) implements Head {
  /** A neighbour that is farther by this much in cosine counts 1/e as much. */
  private static final double REACH = 0.1;

  static final float NEVER = -20;

  public NeighbourHead {
    int n = labels.length;
    boolean square = Arrays.stream(columns).allMatch(column -> column.length == n);
    boolean known = Arrays.stream(labels).allMatch(label -> label >= 0 && label < shift.length);
    if (n == 0 || columns.length == 0 || !square || !known || votes < 1) {
      throw new IllegalArgumentException(
          "neighbours need examples of one width, a class for each, and at least one vote");
    }
    if (scale.mean().length != columns.length || scale.spread().length != columns.length) {
      throw new IllegalArgumentException("the scale is not of the width of the examples");
    }
  }

  @Override
  public int classes() {
    return shift.length;
  }

  @Override
  public int width() {
    return columns.length;
  }

  /** Logarithms of the shares of votes, one vote being split among all classes. */
  @Override
  public float[] logits(float[] embedding) {
    return vote(similarities(new float[][] {embedding})[0], votes);
  }

  /** Cosines to every example: [m, width] to [m, n]. */
  float[][] similarities(float[][] embeddings) {
    float[][] units = new float[embeddings.length][];
    for (int i = 0; i < units.length; i++) {
      units[i] = unit(embeddings[i], scale);
    }
    float[][] similarities = new float[units.length][labels.length];
    Products.multiply(units, columns, similarities);
    return similarities;
  }

  /** Standardised and of length 1; zeros where the example is the mean itself. */
  static float[] unit(float[] raw, FeatureScale scale) {
    int width = scale.mean().length;
    if (raw.length != width) {
      throw new IllegalArgumentException(
          "the head takes embeddings of width " + width + ", got " + raw.length);
    }
    float[] z = new float[width];
    scale.standardise(raw, z);
    double length = Math.sqrt(Vectors.dot(z, z, width));
    for (int j = 0; j < width && length > 0; j++) {
      z[j] = (float) (z[j] / length);
    }
    return z;
  }

  float[] vote(float[] similarities, int voters) {
    int[] nearest = nearest(similarities, Math.min(voters, similarities.length));
    double[] shares = new double[classes()];
    double sum = 1;
    for (int example : nearest) {
      double weight = StrictMath.exp((similarities[example] - similarities[nearest[0]]) / REACH);
      shares[labels[example]] += weight;
      sum += weight;
    }
    float[] logits = new float[shares.length];
    for (int k = 0; k < shares.length; k++) {
      double share = (shares[k] + 1.0 / shares.length) / sum;
      logits[k] = (float) (StrictMath.log(share) + shift[k]);
    }
    return logits;
  }

  /** Indices of the largest, falling; the first of equals comes first. */
  private static int[] nearest(float[] similarities, int count) {
    int[] best = new int[count];
    int found = 0;
    for (int i = 0; i < similarities.length; i++) {
      if (found == count && !(similarities[i] > similarities[best[count - 1]])) {
        continue;
      }
      int at = found < count ? found++ : count - 1;
      while (at > 0 && similarities[i] > similarities[best[at - 1]]) {
        best[at] = best[at - 1];
        at--;
      }
      best[at] = i;
    }
    return best;
  }

  @Override
  public NeighbourHead shifted(double[] by) {
    float[] shifted = shift.clone();
    for (int k = 0; k < shifted.length; k++) {
      shifted[k] += (float) by[k];
    }
    return new NeighbourHead(columns, labels, votes, scale, shifted);
  }

  /** Equal when every number is equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof NeighbourHead that
        && votes == that.votes
        && Arrays.deepEquals(columns, that.columns)
        && Arrays.equals(labels, that.labels)
        && Arrays.equals(shift, that.shift)
        && Arrays.equals(scale.mean(), that.scale.mean())
        && Arrays.equals(scale.spread(), that.scale.spread());
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.deepHashCode(columns) + Arrays.hashCode(labels);
  }

  @Override
  public String toString() {
    return "NeighbourHead["
        + classes()
        + " classes, width "
        + width()
        + ", "
        + votes
        + " of "
        + labels.length
        + " examples]";
  }
}
