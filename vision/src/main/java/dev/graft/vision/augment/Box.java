package dev.graft.vision.augment;

import dev.graft.vision.picture.Picture;
import java.util.SplittableRandom;

/** A part of a picture, in its pixels. */
record Box(int left, int top, int width, int height) {
  private static final int TRIES = 10;
  private static final double LONGEST = 4.0 / 3; // side to side

  /** As torchvision's RandomResizedCrop draws it; the middle if ten draws do not fit. */
  static Box random(Picture picture, double smallestArea, SplittableRandom random) {
    double area = (double) picture.width() * picture.height();
    for (int i = 0; i < TRIES; i++) {
      double wanted = area * (smallestArea + (1 - smallestArea) * random.nextDouble());
      double ratio = Math.exp((2 * random.nextDouble() - 1) * Math.log(LONGEST));
      int width = (int) Math.round(Math.sqrt(wanted * ratio));
      int height = (int) Math.round(Math.sqrt(wanted / ratio));
      if (width > 0 && width <= picture.width() && height > 0 && height <= picture.height()) {
        return new Box(
            random.nextInt(picture.width() - width + 1),
            random.nextInt(picture.height() - height + 1),
            width,
            height);
      }
    }
    return middle(picture);
  }

  private static Box middle(Picture picture) {
    int width = (int) Math.min(picture.width(), Math.round(picture.height() * LONGEST));
    int height = (int) Math.min(picture.height(), Math.round(picture.width() * LONGEST));
    return new Box((picture.width() - width) / 2, (picture.height() - height) / 2, width, height);
  }

  /** That part as a picture. */
  Picture of(Picture picture) {
    var rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      int from = 3 * ((top + y) * picture.width() + left);
      System.arraycopy(picture.rgb(), from, rgb, 3 * y * width, 3 * width);
    }
    return new Picture(width, height, rgb);
  }
}
