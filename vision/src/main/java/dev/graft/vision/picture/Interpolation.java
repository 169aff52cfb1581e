package dev.graft.vision.picture;

/** How a resized pixel is mixed from its neighbours: PIL's filters of these names. */
public enum Interpolation {
  BILINEAR,
  BICUBIC;

  /** How far a pixel reaches, in source pixels. */
  double support() {
    return this == BILINEAR ? 1 : 2;
  }

  /** The filter at a distance. */
  double weight(double signed) {
    double x = Math.abs(signed);
    if (this == BILINEAR) {
      return x < 1 ? 1 - x : 0;
    }
    double a = -0.5;
    if (x < 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
  }
}
