package dev.graft.vision.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TemperatureTest {
  @Test
  void findsByHowMuchLogitsAreTooSure() {
    assertEquals(2.5, ofLogits(4000, 1, 2.5f), 0.2);
  }

  @Test
  void aFewThatAreAllRightDoNotMakeItSureOfEverything() {
    float[][] logits = {{2, 2, -2, -2}, {-2, -2, 2, 2}};
    double temperature = Temperature.fit(logits, new int[] {0, 0, 1, 1}, all(4));
    assertTrue(temperature > 0.5 && temperature <= 1, "was " + temperature);
  }

  @Test
  void oneThatHelpsNoMoreThanChanceIsNotApplied() {
    int applied = 0;
    double worst = 0;
    for (int seed = 0; seed < 100; seed++) {
      double temperature = ofLogits(200, seed, 1);
      applied += temperature == 1 ? 0 : 1;
      worst = Math.max(worst, Math.abs(Math.log(temperature)));
    }
    assertTrue(applied > 10 && applied < 50, applied + " of 100");
    assertTrue(worst < 0.3, "e^" + worst);
  }

  /** Of honest logits that are told so many times as sure. */
  private static double ofLogits(int n, int seed, float sure) {
    float[][] logits = new float[3][n];
    int[] labels = new int[n];
    Random random = new Random(seed);
    for (int i = 0; i < n; i++) {
      float[] honest = new float[3];
      for (int k = 0; k < 3; k++) {
        honest[k] = (float) random.nextGaussian() * 2;
        logits[k][i] = sure * honest[k];
      }
      labels[i] = drawn(Softmax.of(honest, 1), random);
    }
    return Temperature.fit(logits, labels, all(n));
  }

  @Test
  void logLossStaysFiniteForTheMostSureOfErrors() {
    float[][] logits = {{1e30f}, {-1e30f}};
    assertTrue(Double.isFinite(Temperature.logLoss(1, logits, new int[] {1}, all(1))));
  }

  private static int drawn(float[] probabilities, Random random) {
    double left = random.nextDouble();
    for (int k = 0; k < probabilities.length - 1; k++) {
      left -= probabilities[k];
      if (left < 0) {
        return k;
      }
    }
    return probabilities.length - 1;
  }

  private static int[] all(int n) {
    return IntStream.range(0, n).toArray();
  }
}
