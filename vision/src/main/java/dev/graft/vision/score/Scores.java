package dev.graft.vision.score;

import dev.graft.vision.head.Head;
import java.util.Arrays;
import java.util.List;

/**
 * How well probabilities fit the labels. Everything is 0 without examples.
 *
 * @param accuracy share of examples whose most probable class is the label
 * @param logLoss mean of -ln p(label), p no smaller than 1e-15
 * @param calibrationError expected calibration error over {@value Calibration#BINS} bins of equal
 *     width
 * @param classes in the order of the classes
 * @param confusion row-major [class, predicted]
 */
public record Scores(
    int examples,
    double accuracy,
    double logLoss,
    double calibrationError,
    List<ClassScore> classes,
    int[] confusion) {
  public Scores {
    classes = List.copyOf(classes);
  }

  /** Scores of probabilities [n, classes] against labels [n]. */
  public static Scores of(List<String> classes, float[][] probabilities, int[] labels) {
    return Scoring.of(classes, probabilities, labels);
  }

  /** Scores of any head on raw embeddings [n, width] against labels [n]. */
  public static Scores of(
      List<String> classes, Head head, double temperature, float[][] vectors, int[] labels) {
    float[][] probabilities = new float[vectors.length][];
    for (int i = 0; i < vectors.length; i++) {
      probabilities[i] = head.probabilities(vectors[i], temperature);
    }
    return of(classes, probabilities, labels);
  }

  /** Equal when every number is equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Scores that
        && examples == that.examples
        && Double.compare(accuracy, that.accuracy) == 0
        && Double.compare(logLoss, that.logLoss) == 0
        && Double.compare(calibrationError, that.calibrationError) == 0
        && classes.equals(that.classes)
        && Arrays.equals(confusion, that.confusion);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(confusion) * 31 + Double.hashCode(logLoss);
  }
}
