package dev.graft.vision.score;

import dev.graft.vision.head.Softmax;
import java.util.ArrayList;
import java.util.List;

/** Counts once over the examples and derives every score from the counts. */
final class Scoring {
  private static final double LEAST_PROBABILITY = 1e-15;

  private Scoring() {}

  static Scores of(List<String> classes, float[][] probabilities, int[] labels) {
    if (probabilities.length != labels.length) {
      throw new IllegalArgumentException("probabilities and labels differ in number");
    }
    int n = labels.length;
    int[] confusion = new int[classes.size() * classes.size()];
    Calibration calibration = new Calibration();
    double loss = 0;
    int right = 0;
    for (int i = 0; i < n; i++) {
      float[] p = probabilities[i]; // [classes]
      int answer = Softmax.largest(p);
      confusion[labels[i] * classes.size() + answer]++;
      calibration.add(p[answer], answer == labels[i]);
      loss -= Math.log(Math.max(p[labels[i]], LEAST_PROBABILITY));
      right += answer == labels[i] ? 1 : 0;
    }
    return new Scores(
        n,
        share(right, n),
        n == 0 ? 0 : loss / n,
        calibration.error(n),
        perClass(classes, confusion),
        confusion);
  }

  private static List<ClassScore> perClass(List<String> classes, int[] confusion) {
    int c = classes.size();
    List<ClassScore> scores = new ArrayList<>();
    for (int k = 0; k < c; k++) {
      int shown = 0;
      int answered = 0;
      for (int other = 0; other < c; other++) {
        shown += confusion[k * c + other];
        answered += confusion[other * c + k];
      }
      int right = confusion[k * c + k];
      scores.add(
          new ClassScore(classes.get(k), shown, share(right, shown), share(right, answered)));
    }
    return scores;
  }

  private static double share(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
