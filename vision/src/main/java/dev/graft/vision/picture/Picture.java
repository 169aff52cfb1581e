package dev.graft.vision.picture;

/**
 * A decoded picture, the right way up.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb red, green, blue of each pixel, row by row: {@code [height, width, 3]}
 */
public record Picture(int width, int height, byte[] rgb) {
  public Picture {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "a picture of " + width + "x" + height + " cannot have " + rgb.length + " bytes");
    }
  }
}
