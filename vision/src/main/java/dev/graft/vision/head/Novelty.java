package dev.graft.vision.head;

import java.util.Arrays;

/**
 * Tells pictures that are none of the classes by how far they lie from the nearest examples (Sun et
 * al., "Out-of-Distribution Detection with Deep Nearest Neighbors", ICML 2022): the cosine distance
 * of the raw embedding to the {@value #NEIGHBOUR}th nearest. It knows no class and no head, so it
 * fits every kind.
 *
 * @param columns [width, n] examples of length 1, at most {@value NoveltyFit#MOST}
 * @param threshold largest distance of what is known; may be infinite
 * @param rejectionRate share of the task's own new pictures that it was made to reject
 */
public record Novelty(float[][] columns, double threshold, double rejectionRate) {
  /** Of 1, 5 and 10 the one that did best on the development pairs; see RATIONALE.md. */
  static final int NEIGHBOUR = 5;

  public Novelty {
    if (columns.length == 0 || columns[0].length == 0) {
      throw new IllegalArgumentException("there is no example to be near to");
    }
    for (float[] column : columns) {
      if (column.length != columns[0].length) {
        throw new IllegalArgumentException("columns differ in length");
      }
    }
    if (!(rejectionRate > 0 && rejectionRate < 1) || Double.isNaN(threshold)) {
      throw new IllegalArgumentException(
          "the rejection rate must lie between 0 and 1, and the threshold be a number");
    }
  }

  public int width() {
    return columns.length;
  }

  /** Looks at one raw embedding: [width]. */
  public Recognition of(float[] embedding) {
    return new Recognition(
        distances(columns, new float[][] {embedding})[0], threshold, rejectionRate);
  }

  /** Distance of each embedding [m, width] to its fifth nearest column, or the last there is. */
  static double[] distances(float[][] columns, float[][] embeddings) {
    float[][] units = new float[embeddings.length][];
    for (int i = 0; i < units.length; i++) {
      units[i] = unit(embeddings[i], columns.length);
    }
    float[][] similarities = new float[units.length][columns[0].length];
    Products.multiply(units, columns, similarities);
    return Arrays.stream(similarities).mapToDouble(Novelty::distance).toArray();
  }

  private static double distance(float[] similarities) {
    int rank = Math.min(NEIGHBOUR, similarities.length);
    float[] best = new float[rank]; // falling
    Arrays.fill(best, Float.NEGATIVE_INFINITY);
    for (float similarity : similarities) {
      if (similarity > best[rank - 1]) {
        int at = rank - 1;
        while (at > 0 && similarity > best[at - 1]) {
          best[at] = best[at - 1];
          at--;
        }
        best[at] = similarity;
      }
    }
    return 1.0 - best[rank - 1];
  }

  /** Of length 1; zeros stay zeros. */
  static float[] unit(float[] raw, int width) {
    if (raw.length != width) {
      throw new IllegalArgumentException(
          "embeddings of width " + width + " are known, got " + raw.length);
    }
    double length = Math.sqrt(Vectors.dot(raw, raw, width));
    float[] unit = new float[width];
    for (int j = 0; j < width && length > 0; j++) {
      unit[j] = (float) (raw[j] / length);
    }
    return unit;
  }

  /** Equal when every number is equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Novelty that
        && Double.compare(threshold, that.threshold) == 0
        && Double.compare(rejectionRate, that.rejectionRate) == 0
        && Arrays.deepEquals(columns, that.columns);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.deepHashCode(columns) + Double.hashCode(threshold);
  }
}
