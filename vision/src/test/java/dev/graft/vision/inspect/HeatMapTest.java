package dev.graft.vision.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.picture.Picture;
import org.junit.jupiter.api.Test;

class HeatMapTest {
  @Test
  void isReadBetweenTheCentresOfItsPlaces() {
    var map = new HeatMap(1, 2, new float[] {0, 4});
    assertArrayEquals(new float[] {0, 1, 3, 4}, map.upsampled(1, 4).values());
    var one = new HeatMap(1, 1, new float[] {7});
    assertArrayEquals(new float[] {7, 7, 7, 7, 7, 7}, one.upsampled(2, 3).values());
    var square = new HeatMap(2, 2, new float[] {0, 1, 2, 3});
    assertArrayEquals(new float[] {0, 1, 2, 3}, square.upsampled(2, 2).values());
    assertEquals(1.5f, square.upsampled(3, 3).values()[4]);
  }

  @Test
  void liesOverThePictureBrightestWhereItIsHottest() {
    var gray = new byte[3 * 8 * 8];
    java.util.Arrays.fill(gray, (byte) 128);
    var map = new HeatMap(2, 2, new float[] {0, 0, 0, 5});
    Picture over = map.over(new Picture(8, 8, gray));
    assertEquals(8, over.width());
    assertTrue(luma(over, 63) > luma(over, 0) + 80);
    var cold = new HeatMap(2, 2, new float[4]).over(new Picture(8, 8, gray));
    assertEquals(luma(over, 0), luma(cold, 63));
  }

  /** Rec. 709's weights on the bytes: what a gray print would show. */
  private static int luma(Picture picture, int pixel) {
    int[] rgb = new int[3];
    for (int i = 0; i < 3; i++) {
      rgb[i] = picture.rgb()[3 * pixel + i] & 0xff;
    }
    return luma(rgb);
  }

  private static int luma(int[] rgb) {
    return (int) Math.round(0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]);
  }

  @Test
  void coloursBecomeLighterWithEveryStep() {
    int before = -1;
    for (int i = 0; i <= 32; i++) {
      int now = luma(HeatColours.of(i / 32.0));
      assertTrue(now > before, "step " + i);
      before = now;
    }
    assertTrue(before > 200);
  }
}
