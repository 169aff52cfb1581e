package dev.graft.vision.picture;

/** Puts a GIF's first frame where it belongs. */
final class GifCanvas {
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2c;

  private GifCanvas() {}

  static Picture place(Picture frame, byte[] gif, int width, int height) throws UnreadablePicture {
    if (frame.width() == width && frame.height() == height) {
      return frame;
    }
    int descriptor = firstFrame(gif);
    int left = word(gif, descriptor + 1);
    int top = word(gif, descriptor + 3);
    var canvas = new byte[3 * width * height];
    int columns = Math.min(frame.width(), width - left);
    for (int y = 0; columns > 0 && y < frame.height() && top + y < height; y++) {
      int to = 3 * ((top + y) * width + left);
      System.arraycopy(frame.rgb(), 3 * y * frame.width(), canvas, to, 3 * columns);
    }
    return new Picture(width, height, canvas);
  }

  private static int firstFrame(byte[] gif) throws UnreadablePicture {
    int flags = gif[10] & 0xff;
    int at = 13 + ((flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1);
    while (at + 9 < gif.length && (gif[at] & 0xff) == EXTENSION) {
      at += 2;
      while (at < gif.length && gif[at] != 0) { // sub-blocks: a length, then so many bytes
        at += 1 + (gif[at] & 0xff);
      }
      at++;
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
