package dev.graft.deploy.lab;

import dev.graft.vision.head.Temperature;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What something answers to pictures whose classes are known.
 *
 * @param logits {@code [n][classes]}
 * @param labels {@code [n]}
 */
record Answers(float[][] logits, int[] labels) {
  double accuracy() {
    return IntStream.range(0, labels.length).filter(this::right).count()
        / (double) Math.max(1, labels.length);
  }

  boolean right(int i) {
    float[] row = logits[i];
    int best = 0;
    for (int k = 1; k < row.length; k++) {
      best = row[k] > row[best] ? k : best;
    }
    return best == labels[i];
  }

  /** Mean log-loss at a temperature. */
  double loss(double temperature) {
    return IntStream.range(0, labels.length).mapToDouble(i -> loss(i, temperature)).sum()
        / Math.max(1, labels.length);
  }

  /** Mean log-loss at the temperature that suits these pictures. */
  double calibratedLoss() {
    return loss(temperature());
  }

  /** Of one picture: -ln p(label). */
  double loss(int i, double temperature) {
    double most = Double.NEGATIVE_INFINITY;
    for (float logit : logits[i]) {
      most = Math.max(most, logit / temperature);
    }
    double sum = 0;
    for (float logit : logits[i]) {
      sum += Math.exp(logit / temperature - most);
    }
    return most + Math.log(sum) - logits[i][labels[i]] / temperature;
  }

  /** The one that suits these very pictures. */
  double temperature() {
    int n = labels.length;
    int classes = n == 0 ? 0 : logits[0].length;
    var columns = new float[classes][n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < classes; k++) {
        columns[k][i] = logits[i][k];
      }
    }
    return Temperature.best(columns, labels, IntStream.range(0, n).toArray());
  }

  /** These and then others. */
  Answers and(Answers others) {
    return new Answers(
        Stream.of(this, others).flatMap(it -> Arrays.stream(it.logits)).toArray(float[][]::new),
        Stream.of(this, others).flatMapToInt(it -> Arrays.stream(it.labels)).toArray());
  }
}
