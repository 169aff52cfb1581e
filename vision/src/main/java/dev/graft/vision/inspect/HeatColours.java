package dev.graft.vision.inspect;

/**
 * Colours from cold to hot whose lightness rises evenly, so that equal steps of heat look equal and
 * a print in gray still tells them apart: dark violet, red, orange, light yellow. A straight line
 * of lightness and hue in Oklab's cylinder (Ottosson 2020, "A perceptual color space for image
 * processing", whose matrices these are).
 */
final class HeatColours {
  private static final double DARKEST = 0.22;
  private static final double LIGHTEST = 0.93;
  private static final double COLD_HUE = 285; // degrees: violet
  private static final double HOT_HUE = 465; // degrees, through red: yellow

  private HeatColours() {}

  /**
   * Red, green and blue in 0..255.
   *
   * @param heat in 0..1
   */
  static int[] of(double heat) {
    double lightness = DARKEST + (LIGHTEST - DARKEST) * heat;
    double hue = Math.toRadians(COLD_HUE + (HOT_HUE - COLD_HUE) * heat);
    double chroma = 0.11 + 0.09 * Math.sin(Math.PI * heat);
    return rgb(lightness, chroma * Math.cos(hue), chroma * Math.sin(hue));
  }

  private static int[] rgb(double lightness, double a, double b) {
    double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
    double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
    double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
    return new int[] {
      level(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
      level(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
      level(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)
    };
  }

  private static double cube(double x) {
    return x * x * x;
  }

  /** sRGB's curve (IEC 61966-2-1), to a byte. */
  private static int level(double linear) {
    double within = Math.max(0, Math.min(1, linear));
    double curved =
        within <= 0.0031308 ? 12.92 * within : 1.055 * Math.pow(within, 1 / 2.4) - 0.055;
    return (int) Math.round(255 * curved);
  }
}
