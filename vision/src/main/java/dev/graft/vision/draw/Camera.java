package dev.graft.vision.draw;

/**
 * What a camera does to a scene: light falls off, colours shift, focus slips, the sensor adds
 * noise.
 */
final class Camera {
  private Camera() {}

  /**
   * Photographs the sheet in place.
   *
   * @param care 0 for a studio, 1 for a phone in the rain
   */
  static void expose(Sheet sheet, Dice dice, float care) {
    vignette(sheet, dice, care);
    grade(sheet, dice, care);
    if (dice.chance(0.6)) {
      blur(sheet, dice.in(0, 1.1 * care) * sheet.size / 64f);
    }
    grain(sheet, dice, dice.chance(0.5) ? dice.in(0, 0.06 * care) : 0);
  }

  /** Takes the colour out of the picture. */
  static void gray(Sheet sheet) {
    for (int i = 0; i < sheet.planes[0].length; i++) {
      float gray =
          0.299f * sheet.planes[0][i] + 0.587f * sheet.planes[1][i] + 0.114f * sheet.planes[2][i];
      for (float[] plane : sheet.planes) {
        plane[i] = gray;
      }
    }
  }

  private static void vignette(Sheet sheet, Dice dice, float care) {
    float angle = dice.angle();
    float dx = (float) Math.cos(angle);
    float dy = (float) Math.sin(angle);
    float slope = dice.in(0, 0.7 * care);
    sheet.light(Mask.of(sheet.size, (x, y) -> (x - 0.5f) * dx + (y - 0.5f) * dy), slope);
    float fall = dice.in(0, 0.9 * care);
    sheet.light(
        Mask.of(sheet.size, (x, y) -> -(x - 0.5f) * (x - 0.5f) - (y - 0.5f) * (y - 0.5f)), fall);
  }

  /** Exposure, contrast, gamma and a cast of colour. */
  private static void grade(Sheet sheet, Dice dice, float care) {
    float exposure = (float) Math.exp(dice.around(0.3 * care));
    float contrast = (float) Math.exp(dice.around(0.25 * care));
    float[] curve = curve((float) Math.exp(dice.around(0.25 * care)));
    for (float[] plane : sheet.planes) {
      float cast = exposure * (1 + dice.around(0.12 * care));
      for (int i = 0; i < plane.length; i++) {
        float value = Field.clamp(0.5f + contrast * (plane[i] * cast - 0.5f));
        plane[i] = curve[Math.round(value * (curve.length - 1))];
      }
    }
  }

  /** A power for values from 0 to 1, looked up rather than computed for each pixel. */
  private static float[] curve(float gamma) {
    float[] curve = new float[1025];
    for (int i = 0; i < curve.length; i++) {
      curve[i] = (float) Math.pow(i / (curve.length - 1.0), gamma);
    }
    return curve;
  }

  static void blur(Sheet sheet, float radius) {
    for (int c = 0; c < 3; c++) {
      sheet.planes[c] = Blur.box(sheet.planes[c], sheet.size, radius);
    }
  }

  private static void grain(Sheet sheet, Dice dice, float strength) {
    if (strength <= 0) {
      return;
    }
    float coloured = dice.in(0, 1);
    for (int i = 0; i < sheet.planes[0].length; i++) {
      float common = dice.around(strength) + dice.around(strength);
      for (float[] plane : sheet.planes) {
        plane[i] += common + coloured * dice.around(strength);
      }
    }
  }
}
