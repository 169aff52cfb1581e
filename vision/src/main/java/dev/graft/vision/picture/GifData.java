package dev.graft.vision.picture;

/**
 * Counts the pixels that a GIF's compressed data holds: Java leaves black what is not there. LZW
 * with codes of up to 12 bits, least significant bit first, in blocks of up to 255 bytes (GIF89a,
 * appendix F).
 */
final class GifData {
  private static final int FULL = 4096;

  private final byte[] gif;
  private int at;
  private int left; // of the block
  private int held;
  private int count;

  private GifData(byte[] gif, int at) {
    this.gif = gif;
    this.at = at;
  }

  /**
   * At most as many as wanted.
   *
   * @param begin where the smallest code's width stands
   */
  static long pixels(byte[] gif, int begin, long wanted) throws UnreadablePicture {
    int bits = gif[begin] & 0xff;
    if (bits < 1 || bits > 8) {
      throw UnreadablePicture.corrupt("GIF", "its data begins with codes of " + bits + " bits");
    }
    return new GifData(gif, begin + 1).counted(bits, wanted);
  }

  private long counted(int bits, long wanted) throws UnreadablePicture {
    int clear = 1 << bits;
    var lengths = new int[FULL];
    java.util.Arrays.fill(lengths, 0, clear, 1);
    int next = clear + 2;
    int width = bits + 1;
    int last = 0; // length of the string before; 0: the table was just cleared
    long sum = 0;
    while (sum < wanted) {
      int code = code(width);
      if (code < 0 || code == clear + 1) {
        return sum;
      }
      if (code == clear) {
        next = clear + 2;
        width = bits + 1;
        last = 0;
        continue;
      }
      if (code > next || code == next && (last == 0 || next == FULL)) {
        throw UnreadablePicture.corrupt("GIF", "its data cannot be decompressed");
      }
      int length = code == next ? last + 1 : lengths[code];
      if (last > 0 && next < FULL) {
        lengths[next++] = last + 1;
        width = next == 1 << width && width < 12 ? width + 1 : width;
      }
      last = length;
      sum += length;
    }
    return sum;
  }

  /** -1 where the blocks end. */
  private int code(int width) {
    while (count < width) {
      if (left == 0) {
        left = at < gif.length ? gif[at++] & 0xff : 0;
      }
      if (left == 0 || at >= gif.length) {
        return -1;
      }
      held |= (gif[at++] & 0xff) << count;
      left--;
      count += 8;
    }
    int code = held & (1 << width) - 1;
    held >>>= width;
    count -= width;
    return code;
  }
}
