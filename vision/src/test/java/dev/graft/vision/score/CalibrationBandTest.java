package dev.graft.vision.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CalibrationBandTest {
  private static final List<String> CLASSES = List.of("cat", "dog");

  @Test
  void holdsNineteenOfTwentyPerfectModels() {
    int held = 0;
    for (int seed = 0; seed < 400; seed++) {
      float[][] p = probabilities(60, seed);
      int[] labels = drawn(p, seed + 1000);
      held += CalibrationBand.of(p).holds(Scores.of(CLASSES, p, labels).calibrationError()) ? 1 : 0;
    }
    assertEquals(0.95, held / 400.0, 0.03);
  }

  @Test
  void doesNotHoldAModelThatIsTooSure() {
    float[][] honest = probabilities(400, 1);
    int[] labels = drawn(honest, 2);
    float[][] sure = new float[400][];
    for (int i = 0; i < 400; i++) {
      float p = honest[i][0] > 0.5f ? 0.99f : 0.01f;
      sure[i] = new float[] {p, 1 - p};
    }
    assertFalse(
        CalibrationBand.of(sure).holds(Scores.of(CLASSES, sure, labels).calibrationError()));
  }

  @Test
  void isNarrowerWithMoreExamplesAndTheSameEveryTime() {
    CalibrationBand few = CalibrationBand.of(probabilities(50, 1));
    CalibrationBand many = CalibrationBand.of(probabilities(2000, 1));
    assertTrue(many.upper() < few.middle(), few + " and " + many);
    assertEquals(few, CalibrationBand.of(probabilities(50, 1)));
    assertEquals(new CalibrationBand(0, 0), CalibrationBand.of(new float[0][]));
  }

  private static float[][] probabilities(int n, long seed) {
    Random random = new Random(seed);
    float[][] p = new float[n][];
    for (int i = 0; i < n; i++) {
      float first = random.nextFloat();
      p[i] = new float[] {first, 1 - first};
    }
    return p;
  }

  private static int[] drawn(float[][] p, long seed) {
    Random random = new Random(seed);
    int[] labels = new int[p.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextFloat() < p[i][0] ? 0 : 1;
    }
    return labels;
  }
}
