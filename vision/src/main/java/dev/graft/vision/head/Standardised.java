package dev.graft.vision.head;

/**
 * Features with mean 0 and variance 1 and a last one that is always 1, for the bias; held twice, so
 * that both products of a step read along their memory. A feature that never changes becomes 0.
 *
 * @param rows [n, width + 1]
 * @param columns [width + 1, n]
 * @param scale of the raw features
 */
record Standardised(float[][] rows, float[][] columns, FeatureScale scale) {
  static Standardised of(LabelledEmbeddings examples) {
    requireFinite(examples.vectors());
    int n = examples.size();
    int width = examples.width();
    FeatureScale scale = FeatureScale.of(examples.vectors());
    float[][] rows = new float[n][width + 1];
    float[][] columns = new float[width + 1][n];
    for (int from = 0; from < n; from += Vectors.BLOCK) {
      int to = Math.min(n, from + Vectors.BLOCK);
      for (int i = from; i < to; i++) {
        scale.standardise(examples.vectors()[i], rows[i]);
        rows[i][width] = 1;
      }
      Vectors.transpose(rows, from, to, columns);
    }
    return new Standardised(rows, columns, scale);
  }

  static void requireFinite(float[][] vectors) {
    for (int i = 0; i < vectors.length; i++) {
      requireFinite(vectors[i], i);
    }
  }

  private static void requireFinite(float[] vector, int example) {
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "embedding of example "
                + example
                + " holds "
                + value
                + "; only finite values can be learned from");
      }
    }
  }

  /** Features of an example, the constant one included. */
  int width() {
    return columns.length;
  }

  /** A raw-space head in this standardisation: [classes, width + 1], biases last. */
  float[][] fromRaw(LinearHead head) {
    int features = width() - 1;
    float[][] w = new float[head.classes()][features + 1];
    for (int k = 0; k < w.length; k++) {
      for (int j = 0; j < features; j++) {
        w[k][j] = head.weight()[k][j] * scale.spread()[j];
      }
      w[k][features] =
          (float) (head.bias()[k] + Vectors.dot(head.weight()[k], scale.mean(), features));
    }
    return w;
  }

  /** Weights in this standardisation as a head on raw embeddings. */
  LinearHead toRaw(float[][] w) {
    int features = width() - 1;
    float[][] weight = new float[w.length][features];
    float[] bias = new float[w.length];
    for (int k = 0; k < w.length; k++) {
      for (int j = 0; j < features; j++) {
        weight[k][j] = w[k][j] / scale.spread()[j];
      }
      bias[k] = (float) (w[k][features] - Vectors.dot(weight[k], scale.mean(), features));
    }
    return new LinearHead(weight, bias);
  }
}
