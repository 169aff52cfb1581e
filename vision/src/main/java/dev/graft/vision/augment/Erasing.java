package dev.graft.vision.augment;

import java.util.SplittableRandom;

/** Blanks a box: Zhong et al. 2020, with torchvision's sizes. */
final class Erasing {
  private static final double SMALLEST = 0.02;
  private static final double LARGEST = 0.33;
  private static final double LONGEST = 3.3;
  private static final int TRIES = 10;

  private Erasing() {}

  /** Sets a box of normalised planes to 0, the mean colour, with a probability. */
  static void maybe(float[] planes, int side, double probability, SplittableRandom random) {
    if (random.nextDouble() >= probability) {
      return;
    }
    for (int i = 0; i < TRIES; i++) {
      double area = side * side * (SMALLEST + (LARGEST - SMALLEST) * random.nextDouble());
      double ratio = Math.exp((2 * random.nextDouble() - 1) * Math.log(LONGEST));
      int height = (int) Math.round(Math.sqrt(area * ratio));
      int width = (int) Math.round(Math.sqrt(area / ratio));
      if (height < side && width < side) {
        int top = random.nextInt(side - height + 1);
        int left = random.nextInt(side - width + 1);
        blank(planes, side, new Box(left, top, width, height));
        return;
      }
    }
  }

  private static void blank(float[] planes, int side, Box box) {
    for (int plane = 0; plane < planes.length; plane += side * side) {
      for (int y = box.top(); y < box.top() + box.height(); y++) {
        int from = plane + y * side + box.left();
        java.util.Arrays.fill(planes, from, from + box.width(), 0);
      }
    }
  }
}
