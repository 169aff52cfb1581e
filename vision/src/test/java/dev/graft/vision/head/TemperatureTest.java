package dev.graft.vision.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TemperatureTest {
  @Test
  void findsByHowMuchLogitsAreTooSure() {
    int n = 4000;
    float[][] logits = new float[3][n];
    int[] labels = new int[n];
    Random random = new Random(1);
    for (int i = 0; i < n; i++) {
      float[] honest = new float[3];
      for (int k = 0; k < 3; k++) {
        honest[k] = (float) random.nextGaussian() * 2;
        logits[k][i] = 2.5f * honest[k];
      }
      labels[i] = drawn(Softmax.of(honest, 1), random);
    }
    assertEquals(2.5, Temperature.fit(logits, labels, all(n)), 0.2);
  }

  @Test
  void aFewThatAreAllRightDoNotMakeItSureOfEverything() {
    float[][] logits = {{2, 2, -2, -2}, {-2, -2, 2, 2}};
    double temperature = Temperature.fit(logits, new int[] {0, 0, 1, 1}, all(4));
    assertTrue(temperature > 0.5 && temperature <= 1, "was " + temperature);
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
