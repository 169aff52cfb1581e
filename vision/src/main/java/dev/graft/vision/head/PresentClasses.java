package dev.graft.vision.head;

import java.util.Arrays;

/**
 * The classes that have examples. The others take no part in the fit and get a row that is never
 * the answer: the rows that were fitted sum to zero, so the largest of their logits is never below
 * 0, and an absent class always has {@value #NEVER}.
 *
 * @param indices of the classes with examples, ascending
 * @param classes how many there are in all
 */
record PresentClasses(int[] indices, int classes) {
  private static final float NEVER = -10;

  static PresentClasses of(LabelledEmbeddings examples) {
    int[] indices = Arrays.stream(examples.labels()).distinct().sorted().toArray();
    return new PresentClasses(indices, examples.classes());
  }

  int count() {
    return indices.length;
  }

  /** Labels as positions among the present classes. */
  int[] positions(int[] labels) {
    return Arrays.stream(labels).map(label -> Arrays.binarySearch(indices, label)).toArray();
  }

  /** Rows of the present classes. */
  float[][] rowsOf(float[][] all) {
    return Arrays.stream(indices).mapToObj(k -> all[k]).toArray(float[][]::new);
  }

  /** Shifts rows so that they sum to zero, which changes no probability. */
  static void centre(float[][] w) {
    for (int j = 0; j < w[0].length; j++) {
      double sum = 0;
      for (float[] row : w) {
        sum += row[j];
      }
      for (float[] row : w) {
        row[j] -= (float) (sum / w.length);
      }
    }
  }

  /** A head over the present classes as one over all classes. */
  LinearHead toAll(LinearHead head) {
    float[][] weight = new float[classes][head.width()];
    float[] bias = new float[classes];
    Arrays.fill(bias, NEVER);
    for (int k = 0; k < indices.length; k++) {
      weight[indices[k]] = head.weight()[k];
      bias[indices[k]] = head.bias()[k];
    }
    return new LinearHead(weight, bias);
  }
}
