package dev.graft.vision.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.Preprocessing;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class AugmenterTest {
  private static final int SIDE = 32;
  private static final Preprocessing PREPROCESSING = Preprocessing.imagenet(SIDE, SIDE);

  private static Picture picture() {
    var random = new SplittableRandom(3);
    var rgb = new byte[3 * 48 * 40];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % 48 * 5 + random.nextInt(20));
    }
    return new Picture(48, 40, rgb);
  }

  @Test
  void isTheSameForTheSameSeedPictureAndViewAndForNoOther() {
    float[] one = tensor(Augmentation.standard(), 1, "a", 2);
    assertArrayEquals(one, tensor(Augmentation.standard(), 1, "a", 2));
    assertFalse(Arrays.equals(one, tensor(Augmentation.standard(), 2, "a", 2)));
    assertFalse(Arrays.equals(one, tensor(Augmentation.standard(), 1, "b", 2)));
    assertFalse(Arrays.equals(one, tensor(Augmentation.standard(), 1, "a", 3)));
  }

  @Test
  void doesNothingWhereNothingKeepsLabels() {
    float[] plain = PREPROCESSING.tensor(picture());
    assertArrayEquals(plain, tensor(Augmentation.keeping(Set.of()), 1, "a", 2));
  }

  @Test
  void flipsHalfOfTheViewsWhereAFlipKeepsLabels() {
    float[] plain = PREPROCESSING.tensor(picture());
    float[] mirrored = Mirror.leftRight(plain, SIDE);
    int flipped = 0;
    for (int view = 0; view < 100; view++) {
      float[] now = tensor(Augmentation.keeping(EnumSet.of(Transformation.MIRROR)), 1, "a", view);
      boolean flip = Arrays.equals(mirrored, now);
      assertTrue(flip || Arrays.equals(plain, now));
      flipped += flip ? 1 : 0;
    }
    assertTrue(flipped > 30 && flipped < 70, flipped + " of 100");
  }

  @Test
  void mirroringTwiceIsNothing() {
    float[] plain = PREPROCESSING.tensor(picture());
    assertArrayEquals(plain, Mirror.leftRight(Mirror.leftRight(plain, SIDE), SIDE));
    assertArrayEquals(plain, Mirror.topBottom(Mirror.topBottom(plain, SIDE), SIDE));
  }

  @Test
  void boxesAreOfTheWantedAreaAndShape() {
    Picture picture = picture();
    var random = new SplittableRandom(5);
    for (int i = 0; i < 1000; i++) {
      Box box = Box.random(picture, 0.8, random);
      double area = (double) box.width() * box.height() / (48 * 40);
      double ratio = (double) box.width() / box.height();
      assertTrue(area > 0.76 && area <= 1, "area " + area);
      assertTrue(ratio > 0.72 && ratio < 1.39, "ratio " + ratio);
      assertTrue(box.left() + box.width() <= 48 && box.top() + box.height() <= 40);
    }
  }

  @Test
  void aQuarterTurnMovesEachPixelWhereItBelongs() {
    var planes = new float[3 * 4];
    planes[0] = 1; // top left of the first plane
    float[] turned = Rotation.of(planes, 2, 90, List.of(0f, 0f, 0f));
    var expected = new float[3 * 4];
    expected[2] = 1; // counter-clockwise: bottom left
    assertArrayEquals(expected, turned, 1e-6f);
  }

  @Test
  void turningTheColourCircleByAThirdMakesRedGreen() {
    float[] red = {1, 0, 0};
    Colours.shiftHue(red, 1f / 3);
    assertArrayEquals(new float[] {0, 1, 0}, red, 1e-6f);
    float[] colour = {0.2f, 0.5f, 0.7f};
    Colours.shiftHue(colour, 0);
    assertArrayEquals(new float[] {0.2f, 0.5f, 0.7f}, colour, 1e-6f);
  }

  @Test
  void withoutSaturationAllIsGray() {
    float[] colour = {0.2f, 0.5f, 0.7f};
    Colours.saturate(colour, 0);
    assertEquals(colour[0], colour[1], 1e-6f);
    assertEquals(0.299f * 0.2f + 0.587f * 0.5f + 0.114f * 0.7f, colour[2], 1e-6f);
  }

  @Test
  void erasesABoxOfOneInTenViews() {
    int erased = 0;
    for (int view = 0; view < 500; view++) {
      float[] planes = new float[3 * SIDE * SIDE];
      Arrays.fill(planes, 1);
      Erasing.maybe(planes, SIDE, 0.1, Chance.of(1, "a", view));
      int blank = 0;
      for (float value : planes) {
        blank += value == 0 ? 1 : 0;
      }
      double share = (double) blank / planes.length;
      assertTrue(share == 0 || share > 0.01 && share < 0.36, "share " + share);
      erased += blank > 0 ? 1 : 0;
    }
    assertTrue(erased > 25 && erased < 80, erased + " of 500");
  }

  @Test
  void theAuditNamesTheClassesThatAMirrorChanges() {
    Picture light = halves(true);
    Picture even = new Picture(SIDE, SIDE, new byte[3 * SIDE * SIDE]);
    var findings =
        LabelAudit.of(
            java.util.Map.of(0, List.of(light, light), 2, List.of(even)),
            PREPROCESSING,
            AugmenterTest::brighterHalf,
            0.5);
    var mirrored = new TreeSet<Integer>();
    for (LabelAudit.Finding finding : findings) {
      if (finding.transformation() == Transformation.MIRROR) {
        assertEquals(new LabelAudit.Finding(Transformation.MIRROR, 0, 2, 1, 1), finding);
        mirrored.add(finding.label());
      }
    }
    assertEquals(Set.of(0), mirrored);
  }

  private static Picture halves(boolean leftIsLight) {
    var rgb = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < rgb.length; i++) {
      boolean left = i / 3 % SIDE < SIDE / 2;
      rgb[i] = (byte) (left == leftIsLight ? 200 : 20);
    }
    return new Picture(SIDE, SIDE, rgb);
  }

  /** 0: the left half is brighter; 1: the right one; 2: neither. */
  private static int[] brighterHalf(List<float[]> inputs) {
    return inputs.stream()
        .mapToInt(
            input -> {
              double off = 0;
              for (int i = 0; i < input.length; i++) {
                off += i % SIDE < SIDE / 2 ? input[i] : -input[i];
              }
              return Math.abs(off) < 1e-3 ? 2 : off > 0 ? 0 : 1;
            })
        .toArray();
  }

  private static float[] tensor(Augmentation amounts, long seed, String digest, int view) {
    return new Augmenter(amounts, PREPROCESSING).tensor(picture(), seed, digest, view);
  }
}
