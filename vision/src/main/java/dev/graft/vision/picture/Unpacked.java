package dev.graft.vision.picture;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * How many bytes compressed data would become, without keeping any: Java's readers leave black what
 * is not there. All stop when as many as wanted are counted.
 */
final class Unpacked {
  private static final int LZW_CLEAR = 256;
  private static final int LZW_END = 257;

  private Unpacked() {}

  static long deflate(byte[] bytes, int begin, int end, long wanted) throws UnreadablePicture {
    var inflater = new Inflater();
    var sink = new byte[(int) Math.min(1 << 16, Math.max(64, wanted))];
    long sum = 0;
    try {
      inflater.setInput(bytes, begin, end - begin);
      for (int n = inflater.inflate(sink); n > 0 && sum < wanted; n = inflater.inflate(sink)) {
        sum += n;
      }
      return sum;
    } catch (DataFormatException e) {
      throw UnreadablePicture.corrupt("TIFF", "its data cannot be decompressed");
    } finally {
      inflater.end();
    }
  }

  /** Apple's PackBits (TIFF 6.0, section 9). */
  static long packBits(byte[] bytes, int begin, int end, long wanted) {
    long sum = 0;
    for (int at = begin; at < end && sum < wanted; ) {
      int n = bytes[at];
      if (n >= 0) {
        sum += Math.min(n + 1, end - at - 1); // as they are
        at += n + 2;
      } else {
        sum += n == -128 || at + 1 >= end ? 0 : 1 - n; // one, repeated
        at += n == -128 ? 1 : 2;
      }
    }
    return sum;
  }

  /** TIFF's LZW (section 13): codes of 9 to 12 bits, one longer a code early. */
  static long lzw(byte[] bytes, int begin, int end, long wanted) throws UnreadablePicture {
    var lengths = new int[4097]; // of each code's string
    java.util.Arrays.fill(lengths, 0, 256, 1);
    int next = 258;
    int width = 9;
    int last = 0; // length of the string before; 0: the table was just cleared
    long sum = 0;
    int held = 0;
    int count = 0;
    for (int at = begin; sum < wanted; ) {
      while (count < width && at < end) {
        held = held << 8 | bytes[at++] & 0xff;
        count += 8;
      }
      if (count < width) {
        return sum;
      }
      int code = held >>> count - width & (1 << width) - 1;
      count -= width;
      held &= (1 << count) - 1;
      if (code == LZW_END) {
        return sum;
      }
      if (code == LZW_CLEAR) {
        next = 258;
        last = 0;
        width = 9;
        continue;
      }
      if (code > next || code == next && last == 0 || next > 4095 && last > 0) {
        throw UnreadablePicture.corrupt("TIFF", "its data cannot be decompressed");
      }
      int length = code == next ? last + 1 : lengths[code];
      if (last > 0) {
        lengths[next++] = last + 1;
      }
      last = length;
      sum += length;
      width = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
    }
    return sum;
  }
}
