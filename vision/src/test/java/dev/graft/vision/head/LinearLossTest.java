package dev.graft.vision.head;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LinearLossTest {
  private static final double STEP = 1e-2;

  private final LabelledEmbeddings examples = Clouds.of(40, 9, 3, 1, 1);
  private final int[] members = {0, 3, 4, 7, 11, 20, 38};
  private final float[][] weights = gaussian(3, 10, 2);

  static Stream<Criterion> criteria() {
    return Stream.of(new CrossEntropy(), new SquaredHinge());
  }

  private LinearLoss loss(Criterion criterion) {
    double[] weights = Weighed.balanced(examples.labels(), 3);
    weights[7] = 2.25;
    var weighed = new Weighed(examples.labels(), members, weights);
    return new LinearLoss(Standardised.of(examples), weighed, 2.5, criterion);
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void gradientIsWhatFiniteDifferencesSay(Criterion criterion) {
    LinearLoss loss = loss(criterion);
    float[][] residual = new float[3][7];
    valueAt(loss, weights, residual);
    float[][] gradient = loss.gradient(weights, residual);
    for (int k = 0; k < 3; k++) {
      for (int j = 0; j < 10; j++) {
        double slope = (moved(loss, k, j, STEP) - moved(loss, k, j, -STEP)) / (2 * STEP);
        assertEquals(slope, gradient[k][j], 1e-3, "component " + k + ", " + j);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void slopeAndCurvatureAlongADirectionAreWhatFiniteDifferencesSay(Criterion criterion) {
    LinearLoss loss = loss(criterion);
    float[][] logits = loss.logits(weights);
    float[][] along = loss.logits(gaussian(3, 10, 3));
    float[][] residual = new float[3][7];
    var low = loss.at(logits, along, 0.3 - STEP, residual);
    var here = loss.at(logits, along, 0.3, residual);
    var high = loss.at(logits, along, 0.3 + STEP, residual);
    assertEquals((high.loss() - low.loss()) / (2 * STEP), here.slope(), 1e-3);
    assertEquals((high.slope() - low.slope()) / (2 * STEP), here.curvature(), 1e-3);
  }

  private double moved(LinearLoss loss, int k, int j, double by) {
    float[][] there = Vectors.copy(weights);
    there[k][j] += (float) by;
    return valueAt(loss, there, new float[3][7]);
  }

  private double valueAt(LinearLoss loss, float[][] w, float[][] residual) {
    float[][] logits = loss.logits(w);
    return loss.at(logits, logits, 0, residual).loss() + loss.penalty(w, w) / 2;
  }

  private static float[][] gaussian(int rows, int columns, long seed) {
    Random random = new Random(seed);
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int j = 0; j < columns; j++) {
        row[j] = (float) random.nextGaussian() * 0.5f;
      }
    }
    return values;
  }
}
