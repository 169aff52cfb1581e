package dev.graft.vision.picture;

/** From JPEG's channels to RGB, in the same integers as libjpeg and PIL. */
final class JpegColours {
  private static final int HALF = 1 << 15;
  private static final int[] CR_TO_RED = new int[256];
  private static final int[] CB_TO_BLUE = new int[256];
  private static final int[] CR_TO_GREEN = new int[256];
  private static final int[] CB_TO_GREEN = new int[256];

  static { // jdcolor.c, build_ycc_rgb_table
    for (int i = 0; i < 256; i++) {
      int x = i - 128;
      CR_TO_RED[i] = fixed(1.40200) * x + HALF >> 16;
      CB_TO_BLUE[i] = fixed(1.77200) * x + HALF >> 16;
      CR_TO_GREEN[i] = -fixed(0.71414) * x;
      CB_TO_GREEN[i] = -fixed(0.34414) * x + HALF;
    }
  }

  private JpegColours() {}

  private static int fixed(double x) {
    return (int) (x * 65536 + 0.5);
  }

  static byte[] grayToRgb(byte[] gray) {
    var rgb = new byte[gray.length * 3];
    for (int i = 0; i < gray.length; i++) {
      rgb[3 * i] = gray[i];
      rgb[3 * i + 1] = gray[i];
      rgb[3 * i + 2] = gray[i];
    }
    return rgb;
  }

  /** In place: the first three of every {@code step} channels. */
  static void lumaChromaToRgb(byte[] pixels, int step) {
    for (int i = 0; i < pixels.length; i += step) {
      int y = pixels[i] & 0xff;
      int cb = pixels[i + 1] & 0xff;
      int cr = pixels[i + 2] & 0xff;
      pixels[i] = clip(y + CR_TO_RED[cr]);
      pixels[i + 1] = clip(y + (CB_TO_GREEN[cb] + CR_TO_GREEN[cr] >> 16));
      pixels[i + 2] = clip(y + CB_TO_BLUE[cb]);
    }
  }

  /**
   * Four channels as PIL takes them: always in Adobe's way, that is inverted, so that what a
   * luma-chroma file turned into red, green and blue already is cyan, magenta and yellow inverted.
   */
  static byte[] cmykToRgb(byte[] cmyk, boolean fromLumaChroma) {
    var rgb = new byte[cmyk.length / 4 * 3];
    for (int from = 0, to = 0; from < cmyk.length; from += 4, to += 3) {
      int light = cmyk[from + 3] & 0xff; // 255 - the inverted black
      for (int i = 0; i < 3; i++) {
        int stored = cmyk[from + i] & 0xff;
        int ink = fromLumaChroma ? stored : 255 - stored;
        int product = ink * light + 128;
        rgb[to + i] = clip(light - ((product >> 8) + product >> 8));
      }
    }
    return rgb;
  }

  private static byte clip(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
