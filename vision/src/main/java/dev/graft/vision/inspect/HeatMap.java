package dev.graft.vision.inspect;

import dev.graft.vision.picture.Picture;

/**
 * How much each place counts, on a coarse grid over a picture.
 *
 * @param values none below 0, row by row: {@code [height, width]}
 */
public record HeatMap(int height, int width, float[] values) {
  /** How much of an overlay is heat: the picture must stay visible below it. */
  private static final double HEAT = 0.55;

  public HeatMap {
    if (height < 1 || width < 1 || values.length != height * width) {
      throw new IllegalArgumentException(
          "a map of %dx%d can't have %d values".formatted(height, width, values.length));
    }
  }

  /** The greatest value; 0 if nothing speaks for the class. */
  public float hottest() {
    float most = 0;
    for (float value : values) {
      most = Math.max(most, value);
    }
    return most;
  }

  /** On a finer grid, bilinear between the centres of places, the edge repeated. */
  public HeatMap upsampled(int toHeight, int toWidth) {
    var finer = new float[toHeight * toWidth];
    for (int y = 0; y < toHeight; y++) {
      double down = inside((y + 0.5) * height / toHeight - 0.5, height);
      for (int x = 0; x < toWidth; x++) {
        double across = inside((x + 0.5) * width / toWidth - 0.5, width);
        finer[y * toWidth + x] = between(down, across);
      }
    }
    return new HeatMap(toHeight, toWidth, finer);
  }

  private static double inside(double place, int length) {
    return Math.max(0, Math.min(length - 1.0, place));
  }

  private float between(double down, double across) {
    int y = Math.min((int) down, Math.max(0, height - 2));
    int x = Math.min((int) across, Math.max(0, width - 2));
    int below = Math.min(y + 1, height - 1);
    int right = Math.min(x + 1, width - 1);
    double v = down - y;
    double h = across - x;
    double upper = (1 - h) * values[y * width + x] + h * values[y * width + right];
    double lower = (1 - h) * values[below * width + x] + h * values[below * width + right];
    return (float) ((1 - v) * upper + v * lower);
  }

  /**
   * Laid over the picture that the network saw, in {@link HeatColours}; its hottest is brightest.
   */
  public Picture over(Picture picture) {
    HeatMap fine = upsampled(picture.height(), picture.width());
    double most = fine.hottest();
    byte[] below = picture.rgb();
    var rgb = new byte[below.length];
    for (int place = 0; place < fine.values().length; place++) {
      int[] colour = HeatColours.of(most == 0 ? 0 : fine.values()[place] / most);
      for (int channel = 0; channel < 3; channel++) {
        int at = 3 * place + channel;
        rgb[at] = (byte) Math.round(HEAT * colour[channel] + (1 - HEAT) * (below[at] & 0xff));
      }
    }
    return new Picture(picture.width(), picture.height(), rgb);
  }
}
