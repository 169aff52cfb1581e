package dev.graft.vision.head;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Weights of a perceptron in training, and the one step that changes them. Biases lie last. */
final class Perceptron {
  private static final double FEATURE_DROPOUT = 0.5;
  private static final double HIDDEN_DROPOUT = 0.3;

  private final float[][] first; // [hidden, width + 1]
  private final float[][] second; // [classes, hidden + 1]
  private final AdamWeights firstAdam;
  private final AdamWeights secondAdam;
  private int steps;
  private double recentLoss;

  /**
   * @param inputs features, the constant one included
   */
  Perceptron(int inputs, int hidden, int classes, SplittableRandom random) {
    first = uniform(hidden, inputs, random);
    second = uniform(classes, hidden + 1, random);
    firstAdam = new AdamWeights(first);
    secondAdam = new AdamWeights(second);
  }

  /** He et al. 2015 for rectified units, biases zero. */
  private static float[][] uniform(int rows, int columns, SplittableRandom random) {
    float[][] values = new float[rows][columns];
    double bound = Math.sqrt(6.0 / (columns - 1));
    for (float[] row : values) {
      for (int j = 0; j < columns - 1; j++) {
        row[j] = (float) ((2 * random.nextDouble() - 1) * bound);
      }
    }
    return values;
  }

  /** One step of AdamW on a batch of examples. */
  void step(Problem problem, int[] batch, double rate, SplittableRandom random) {
    float[][] rows = dropped(problem.data().rows(), batch, random); // [b, width + 1]
    float[][] hidden = new float[first.length][batch.length];
    Products.multiply(first, Vectors.transposed(rows), hidden);
    float[][] passed = rectified(hidden, random); // [hidden + 1, b], 0 where nothing passes
    float[][] residual = new float[second.length][batch.length]; // logits, then derivatives
    Products.multiply(second, passed, residual);
    derivatives(residual, problem, batch);
    float[][] byHidden = new float[first.length + 1][batch.length];
    Products.multiply(Vectors.transposed(second), residual, byHidden);
    float[][] firstGradient = new float[first.length][first[0].length];
    Products.multiply(gated(byHidden, hidden), rows, firstGradient);
    float[][] secondGradient = new float[second.length][second[0].length];
    Products.multiply(residual, Vectors.transposed(passed), secondGradient);
    steps++;
    firstAdam.step(first, firstGradient, rate, steps);
    secondAdam.step(second, secondGradient, rate, steps);
  }

  private static float[][] dropped(float[][] all, int[] batch, SplittableRandom random) {
    float keep = (float) (1 / (1 - FEATURE_DROPOUT));
    float[][] rows = new float[batch.length][];
    for (int b = 0; b < batch.length; b++) {
      float[] row = all[batch[b]].clone();
      for (int from = 0; from < row.length - 1; from += Long.SIZE) { // one bit each: a half
        long bits = random.nextLong();
        int to = Math.min(row.length - 1, from + Long.SIZE);
        for (int j = from; j < to; j++, bits >>>= 1) {
          row[j] *= (bits & 1) * keep;
        }
      }
      rows[b] = row;
    }
    return rows;
  }

  /**
   * Rectifies and drops, and leaves in {@code hidden} what a derivative is to be multiplied with.
   */
  private static float[][] rectified(float[][] hidden, SplittableRandom random) {
    int batch = hidden[0].length;
    float keep = (float) (1 / (1 - HIDDEN_DROPOUT));
    float[][] passed = new float[hidden.length + 1][batch];
    for (int h = 0; h < hidden.length; h++) {
      for (int b = 0; b < batch; b++) {
        boolean open = hidden[h][b] > 0 && random.nextDouble() >= HIDDEN_DROPOUT;
        passed[h][b] = open ? hidden[h][b] * keep : 0;
        hidden[h][b] = open ? keep : 0;
      }
    }
    Arrays.fill(passed[hidden.length], 1);
    return passed;
  }

  private static float[][] gated(float[][] byHidden, float[][] gate) {
    for (int h = 0; h < gate.length; h++) {
      for (int b = 0; b < gate[h].length; b++) {
        gate[h][b] *= byHidden[h][b];
      }
    }
    return gate;
  }

  private void derivatives(float[][] logits, Problem problem, int[] batch) {
    int[] columns = HeldOut.everyone(batch.length);
    int[] labels = new int[batch.length];
    double[] weights = new double[problem.weights().length == 0 ? 0 : batch.length];
    for (int b = 0; b < batch.length; b++) {
      labels[b] = problem.labels()[batch[b]];
      if (weights.length > 0) {
        weights[b] = problem.weights()[batch[b]];
      }
    }
    float[][] residual = new float[logits.length][batch.length];
    var value =
        new CrossEntropy().at(logits, logits, 0, new Weighed(labels, columns, weights), residual);
    recentLoss = steps == 0 ? value.loss() : 0.95 * recentLoss + 0.05 * value.loss();
    for (int k = 0; k < logits.length; k++) {
      for (int b = 0; b < batch.length; b++) {
        logits[k][b] = residual[k][b] / batch.length;
      }
    }
  }

  int steps() {
    return steps;
  }

  /** Moving mean of the loss under dropout. */
  double recentLoss() {
    return recentLoss;
  }

  /** On raw embeddings, over the classes of the training; outputs sum to zero. */
  PerceptronHead head(Standardised data) {
    LinearHead hidden = data.toRaw(first);
    float[][] outputs = Vectors.copy(second);
    PresentClasses.centre(outputs);
    float[][] weight = new float[outputs.length][];
    float[] bias = new float[outputs.length];
    for (int k = 0; k < outputs.length; k++) {
      weight[k] = Arrays.copyOf(outputs[k], first.length);
      bias[k] = outputs[k][first.length];
    }
    return new PerceptronHead(hidden.weight(), hidden.bias(), new LinearHead(weight, bias));
  }
}
