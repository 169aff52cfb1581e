package dev.graft.vision.picture;

/**
 * A decoded picture, the right way up.
 *
 * @param width in pixels
 * @param height in pixels
 * @param bands at least three: red, green and blue, and whatever else its file has of each pixel,
 *     such as near infrared
 * @param samples of each pixel, row by row: {@code [height, width, bands]}
 */
public record Picture(int width, int height, int bands, byte[] samples) {
  /** Red, green and blue. */
  public static final int COLOURS = 3;

  public Picture {
    if (width < 1
        || height < 1
        || bands < COLOURS
        || samples.length != (long) bands * width * height) {
      throw new IllegalArgumentException(
          "a picture of %dx%d and %d bands cannot have %d bytes"
              .formatted(width, height, bands, samples.length));
    }
  }

  /** Of red, green and blue alone: {@code [height, width, 3]}. */
  public Picture(int width, int height, byte[] rgb) {
    this(width, height, COLOURS, rgb);
  }

  /** Red, green, blue of each pixel: {@code [height, width, 3]}; not a copy if that is all. */
  public byte[] rgb() {
    if (bands == COLOURS) {
      return samples;
    }
    var rgb = new byte[COLOURS * width * height];
    for (int pixel = 0; pixel < width * height; pixel++) {
      System.arraycopy(samples, bands * pixel, rgb, COLOURS * pixel, COLOURS);
    }
    return rgb;
  }
}
