package dev.graft.vision.examine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.draw.DemoPictures;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

class LikenessTest {
  @Test
  void directionsAreSeenFromTheMean() {
    float[] mean = Likeness.mean(List.of(new float[] {3, 1}, new float[] {1, 3}), 2);
    assertArrayEquals(new float[] {2, 2}, mean);
    float[] one = Likeness.direction(new float[] {3, 1}, mean);
    float[] other = Likeness.direction(new float[] {1, 3}, mean);
    assertEquals(1, Likeness.dot(one, one), 1e-6);
    assertEquals(-1, Likeness.dot(one, other), 1e-6);
    assertArrayEquals(new float[2], Likeness.direction(mean, mean), "nowhere");
  }

  @Test
  void aPictureInOtherSizeLooksTheSameAndAnotherDoesNot() {
    Picture picture = picture(0, 1);
    double same = Likeness.dot(Likeness.thumbnail(picture), Likeness.thumbnail(doubled(picture)));
    assertTrue(same >= Likeness.SAME_THUMBNAIL, "the same: " + same);
    double other = Likeness.dot(Likeness.thumbnail(picture), Likeness.thumbnail(picture(1, 2)));
    assertTrue(other < Likeness.SAME_THUMBNAIL, "another: " + other);
  }

  private static Picture picture(int label, int number) {
    byte[] png = DemoPictures.png(DemoPictures.classes().get(label), number);
    return ((Decoded.Readable) new PictureDecoder(PictureLimits.DEFAULT).decode(png)).picture();
  }

  /** Each pixel four times. */
  private static Picture doubled(Picture picture) {
    int width = 2 * picture.width();
    byte[] rgb = new byte[3 * width * 2 * picture.height()];
    for (int y = 0; y < 2 * picture.height(); y++) {
      for (int x = 0; x < width; x++) {
        int from = 3 * (y / 2 * picture.width() + x / 2);
        System.arraycopy(picture.rgb(), from, rgb, 3 * (y * width + x), 3);
      }
    }
    return new Picture(width, 2 * picture.height(), rgb);
  }
}
