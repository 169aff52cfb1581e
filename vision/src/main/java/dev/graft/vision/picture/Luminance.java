package dev.graft.vision.picture;

/** How bright pixels of red, green and blue are: ITU-R 601, in the integers of PIL. */
final class Luminance {
  private Luminance() {}

  /** PIL's {@code convert("L")}: {@code [n, 3]} to {@code [n]}. */
  static byte[] of(byte[] rgb) {
    var gray = new byte[rgb.length / 3];
    for (int i = 0; i < gray.length; i++) {
      int red = rgb[3 * i] & 0xff;
      int green = rgb[3 * i + 1] & 0xff;
      int blue = rgb[3 * i + 2] & 0xff;
      gray[i] = (byte) (red * 19595 + green * 38470 + blue * 7471 + 0x8000 >> 16);
    }
    return gray;
  }

  /**
   * The same colours with another luminance: what is added to it is added to red, green and blue,
   * which keeps both differences of colour, and a gray pixel gray.
   */
  static byte[] changed(byte[] rgb, byte[] luminance) {
    byte[] before = of(rgb);
    var changed = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      int added = (luminance[i / 3] & 0xff) - (before[i / 3] & 0xff);
      changed[i] = (byte) Math.max(0, Math.min(255, (rgb[i] & 0xff) + added));
    }
    return changed;
  }
}
