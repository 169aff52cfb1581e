package dev.graft.vision.examine;

import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.Preprocessing;
import java.util.List;

/**
 * A way to prepare pictures that some published weights want.
 *
 * @param name for people
 */
record Way(String name, Preprocessing preprocessing, boolean blueFirst) {

  /**
   * The one in use first.
   *
   * @param name of the one in use
   */
  static List<Way> all(String name, Preprocessing used) {
    return List.of(
        new Way(name, used, false),
        new Way("values from 0 to 1", normalised(used, 0, 1), false),
        new Way("values from -1 to 1", normalised(used, 0.5f, 0.5f), false),
        new Way("values from 0 to 255", normalised(used, 0, 1 / 255f), false),
        new Way("blue before red", used, true));
  }

  private static Preprocessing normalised(Preprocessing used, float mean, float std) {
    return new Preprocessing(
        used.resize(),
        used.interpolation(),
        used.crop(),
        List.of(mean, mean, mean),
        List.of(std, std, std),
        used.pad(),
        used.tiles(),
        used.gray(),
        used.clahe(),
        used.bands());
  }

  float[] tensor(Picture picture) {
    return preprocessing.tensor(blueFirst ? swapped(picture) : picture);
  }

  private static Picture swapped(Picture picture) {
    byte[] bgr = picture.rgb().clone();
    for (int i = 0; i < bgr.length; i += 3) {
      byte red = bgr[i];
      bgr[i] = bgr[i + 2];
      bgr[i + 2] = red;
    }
    return new Picture(picture.width(), picture.height(), bgr);
  }
}
