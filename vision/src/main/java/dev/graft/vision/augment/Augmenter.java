package dev.graft.vision.augment;

import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.Preprocessing;
import java.util.List;
import java.util.SplittableRandom;

/** Makes a network's input of a picture, changed by chance: the same for the same name. */
public final class Augmenter {
  private final Augmentation amounts;
  private final Preprocessing preprocessing;

  public Augmenter(Augmentation amounts, Preprocessing preprocessing) {
    this.amounts = amounts;
    this.preprocessing = preprocessing;
  }

  /**
   * Every change that keeps labels, each by its own chance.
   *
   * @param digest of the picture
   * @param view number of the look at it
   * @return {@code [3, side, side]}, normalised
   */
  public float[] tensor(Picture picture, long seed, String digest, int view) {
    SplittableRandom random = Chance.of(seed, digest, view);
    int side = preprocessing.crop();
    float[] pixels = scaled(cropped(picture, random.split()), side); // [3, side, side] in 0..1
    boolean mirror = random.nextBoolean() && may(Transformation.MIRROR);
    boolean turn = random.nextBoolean() && may(Transformation.UPSIDE_DOWN);
    double degrees = (2 * random.nextDouble() - 1) * amounts.degrees();
    pixels = mirror ? Mirror.leftRight(pixels, side) : pixels;
    pixels = turn ? Mirror.topBottom(pixels, side) : pixels;
    if (may(Transformation.ROTATION)) {
      pixels = Rotation.of(pixels, side, degrees, preprocessing.mean());
    }
    if (may(Transformation.COLOUR)) {
      Colours.jitter(pixels, amounts, random.split());
    }
    normalise(pixels, preprocessing.mean(), preprocessing.std());
    if (may(Transformation.ERASING)) {
      Erasing.maybe(pixels, side, amounts.erasing(), random.split());
    }
    return pixels;
  }

  private boolean may(Transformation transformation) {
    return amounts.keepingLabels().contains(transformation);
  }

  private byte[] cropped(Picture picture, SplittableRandom random) {
    if (!may(Transformation.CROP)) {
      return preprocessing.squares(picture).get(0);
    }
    return preprocessing.stretched(Box.random(picture, amounts.smallestArea(), random).of(picture));
  }

  /** {@code [side, side, 3]} bytes to planes in 0..1. */
  private static float[] scaled(byte[] bytes, int side) {
    int plane = side * side;
    var planes = new float[3 * plane];
    for (int channel = 0; channel < 3; channel++) {
      for (int i = 0; i < plane; i++) {
        planes[channel * plane + i] = (bytes[3 * i + channel] & 0xff) / 255f;
      }
    }
    return planes;
  }

  private static void normalise(float[] planes, List<Float> mean, List<Float> std) {
    int plane = planes.length / 3;
    for (int channel = 0; channel < 3; channel++) {
      float centre = mean.get(channel);
      float spread = std.get(channel);
      for (int i = channel * plane; i < (channel + 1) * plane; i++) {
        planes[i] = (planes[i] - centre) / spread;
      }
    }
  }
}
