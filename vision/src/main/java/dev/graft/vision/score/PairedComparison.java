package dev.graft.vision.score;

import dev.graft.vision.head.Head;

/**
 * Two heads on the same examples, counted where they differ in being right.
 *
 * @param better examples that only the first head has right
 * @param worse examples that only the second head has right
 * @param same examples that both have right, or both wrong
 */
public record PairedComparison(int better, int worse, int same) {
  /** Compares answers with the labels: [n] each. */
  public static PairedComparison of(int[] answers, int[] others, int[] labels) {
    if (answers.length != labels.length || others.length != labels.length) {
      throw new IllegalArgumentException("answers and labels differ in number");
    }
    int better = 0;
    int worse = 0;
    for (int i = 0; i < labels.length; i++) {
      boolean right = answers[i] == labels[i];
      boolean otherRight = others[i] == labels[i];
      better += right && !otherRight ? 1 : 0;
      worse += otherRight && !right ? 1 : 0;
    }
    return new PairedComparison(better, worse, labels.length - better - worse);
  }

  /** Compares two heads with the same classes on raw embeddings: [n, width], [n]. */
  public static PairedComparison of(Head head, Head other, float[][] vectors, int[] labels) {
    return of(answers(head, vectors), answers(other, vectors), labels);
  }

  private static int[] answers(Head head, float[][] vectors) {
    int[] answers = new int[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      answers[i] = head.answer(vectors[i]);
    }
    return answers;
  }

  public int examples() {
    return better + worse + same;
  }

  /** Accuracy of the first head minus that of the second; 0 without examples. */
  public double gain() {
    return examples() == 0 ? 0 : (double) (better - worse) / examples();
  }
}
