package dev.graft.vision.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/** timm's rule, by hand: two filters of 1x2 on red, green and blue. */
class FirstConvolutionTest {
  private static final float[] WEIGHTS = {1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60};

  @Test
  void oneChannelHasTheSumOfTheThree() {
    assertArrayEquals(new float[] {9, 12, 90, 120}, FirstConvolution.adapted(WEIGHTS, 2, 1));
  }

  @Test
  void othersTakeTurnsAndAreScaled() {
    assertArrayEquals(
        new float[] {1.5f, 3, 4.5f, 6, 15, 30, 45, 60}, FirstConvolution.adapted(WEIGHTS, 2, 2));
    float s = 0.75f;
    assertArrayEquals(
        new float[] {
          s, 2 * s, 3 * s, 4 * s, 5 * s, 6 * s, s, 2 * s, 10 * s, 20 * s, 30 * s, 40 * s, 50 * s,
          60 * s, 10 * s, 20 * s
        },
        FirstConvolution.adapted(WEIGHTS, 2, 4));
  }
}
