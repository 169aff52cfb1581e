package dev.graft.vision.picture;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.stream.IntStream;

/**
 * From whatever Java decoded to RGB as PIL's {@code convert("RGB")}: alpha is dropped, not blended;
 * palettes are looked up; few bits are spread, many cut to the upper eight.
 */
final class Samples {
  private Samples() {}

  /** As {@link #rgb}, with all there is of each pixel where that is more than three numbers. */
  static Picture allBands(BufferedImage image) throws UnreadablePicture {
    int width = image.getWidth();
    int height = image.getHeight();
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    boolean inks = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK;
    if (bands <= Picture.COLOURS || inks) {
      return new Picture(width, height, rgb(image));
    }
    return new Picture(width, height, bands, spread(raster, IntStream.range(0, bands).toArray()));
  }

  static byte[] rgb(BufferedImage image) throws UnreadablePicture {
    Raster raster = image.getRaster();
    ColorModel colours = image.getColorModel();
    int type = raster.getDataBuffer().getDataType();
    if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE) {
      throw new UnreadablePicture(Fault.UNSUPPORTED, "Its samples are not integers.");
    }
    if (colours instanceof IndexColorModel palette) {
      return lookUp(raster, palette);
    }
    int space = colours.getColorSpace().getType();
    int bands = raster.getNumBands();
    if (space == ColorSpace.TYPE_CMYK && bands == 4 && type == DataBuffer.TYPE_BYTE) {
      return JpegColours.cmykToRgb(inverted(raster), false);
    }
    boolean gray = space == ColorSpace.TYPE_GRAY;
    if (!gray && (space != ColorSpace.TYPE_RGB || bands < 3)) {
      throw new UnreadablePicture(Fault.UNSUPPORTED, "Its colours are neither gray nor RGB.");
    }
    return spread(raster, gray ? new int[] {0, 0, 0} : new int[] {0, 1, 2});
  }

  /** JPEGs hold ink inverted, other files do not. */
  private static byte[] inverted(Raster raster) {
    var inks = new byte[4 * raster.getWidth() * raster.getHeight()];
    var row = new int[4 * raster.getWidth()];
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int ink : raster.getPixels(0, y, raster.getWidth(), 1, row)) {
        inks[at++] = (byte) (255 - ink);
      }
    }
    return inks;
  }

  private static byte[] lookUp(Raster raster, IndexColorModel palette) {
    var rgb = new byte[3 * raster.getWidth() * raster.getHeight()];
    var row = new int[raster.getWidth()];
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(0, y, raster.getWidth(), 1, 0, row);
      for (int index : row) {
        int colour = index < palette.getMapSize() ? palette.getRGB(index) : 0;
        rgb[at++] = (byte) (colour >> 16);
        rgb[at++] = (byte) (colour >> 8);
        rgb[at++] = (byte) colour;
      }
    }
    return rgb;
  }

  /** {@code [height, width, bands.length]}. */
  private static byte[] spread(Raster raster, int[] bands) throws UnreadablePicture {
    int width = raster.getWidth();
    int count = bands.length;
    var spread = new byte[count * width * raster.getHeight()];
    var row = new int[width];
    for (int band = 0; band < count; band++) {
      int from = bands[band];
      int bits = raster.getSampleModel().getSampleSize(from);
      if (bits < 1 || bits > 16) {
        throw new UnreadablePicture(Fault.UNSUPPORTED, "Its samples have " + bits + " bits.");
      }
      for (int y = 0; y < raster.getHeight(); y++) {
        raster.getSamples(0, y, width, 1, from, row);
        int at = count * y * width + band;
        for (int sample : row) {
          spread[at] = eightBits(sample, bits);
          at += count;
        }
      }
    }
    return spread;
  }

  private static byte eightBits(int sample, int bits) {
    return (byte) (bits >= 8 ? sample >>> bits - 8 : sample * 255 / ((1 << bits) - 1));
  }
}
