package dev.graft.vision.picture;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;

/** Finds a GIF's first frame, checks that it is whole, and puts it where it belongs. */
final class GifCanvas {
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2c;

  private GifCanvas() {}

  /** On a canvas of the palette's transparent or first colour, as PIL has it. */
  static Picture place(BufferedImage image, byte[] gif, int width, int height)
      throws UnreadablePicture {
    Picture frame = PlainDecoder.picture(image);
    if (frame.width() == width && frame.height() == height) {
      return frame;
    }
    int descriptor = firstFrame(gif);
    int left = word(gif, descriptor + 1);
    int top = word(gif, descriptor + 3);
    byte[] canvas = filled(image, width * height);
    int columns = Math.min(frame.width(), width - left);
    for (int y = 0; columns > 0 && y < frame.height() && top + y < height; y++) {
      int to = 3 * ((top + y) * width + left);
      System.arraycopy(frame.rgb(), 3 * y * frame.width(), canvas, to, 3 * columns);
    }
    return new Picture(width, height, canvas);
  }

  private static byte[] filled(BufferedImage image, int pixels) {
    var canvas = new byte[3 * pixels];
    if (image.getColorModel() instanceof IndexColorModel palette) {
      int colour = palette.getRGB(Math.max(0, palette.getTransparentPixel()));
      for (int i = 0; i < canvas.length; i += 3) {
        canvas[i] = (byte) (colour >> 16);
        canvas[i + 1] = (byte) (colour >> 8);
        canvas[i + 2] = (byte) colour;
      }
    }
    return canvas;
  }

  /** That the frame's compressed blocks end with an empty one, and hold every pixel. */
  static void checkThatTheFrameIsThere(byte[] gif) throws UnreadablePicture {
    int descriptor = firstFrame(gif);
    int flags = gif[descriptor + 9] & 0xff;
    int at = descriptor + 10 + ((flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1) + 1;
    if (skipBlocks(gif, at) > gif.length) {
      throw UnreadablePicture.truncated("GIF");
    }
    long pixels = (long) word(gif, descriptor + 5) * word(gif, descriptor + 7);
    if (GifData.pixels(gif, at - 1, pixels) < pixels) {
      throw UnreadablePicture.truncated("GIF");
    }
  }

  /** After the empty block that ends a row of blocks; beyond the file's end if there is none. */
  private static int skipBlocks(byte[] gif, int from) {
    int at = from;
    while (at < gif.length && gif[at] != 0) { // a length, then so many bytes
      at += 1 + (gif[at] & 0xff);
    }
    return at + 1;
  }

  private static int firstFrame(byte[] gif) throws UnreadablePicture {
    int flags = gif[10] & 0xff;
    int at = 13 + ((flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1);
    while (at + 9 < gif.length && (gif[at] & 0xff) == EXTENSION) {
      at = skipBlocks(gif, at + 2);
    }
    if (at + 9 >= gif.length || (gif[at] & 0xff) != FRAME) {
      throw UnreadablePicture.truncated("GIF");
    }
    return at;
  }

  private static int word(byte[] gif, int at) {
    return (gif[at + 1] & 0xff) << 8 | gif[at] & 0xff;
  }
}
