package dev.graft.vision.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What a BMP's header says (OS/2's and Windows' forms), held against the file. */
final class BmpStructure {
  private static final int OS2_HEADER = 12;
  private static final int MOST_COLOURS = 256;

  final long width;
  final long height;

  private BmpStructure(long width, long height) {
    this.width = width;
    this.height = height;
  }

  static BmpStructure of(byte[] bytes, Cost cost) throws UnreadablePicture {
    if (bytes.length < 26) {
      throw UnreadablePicture.truncated("BMP");
    }
    var file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long offset = file.getInt(10) & 0xffffffffL;
    int header = file.getInt(14);
    if (header == OS2_HEADER) {
      return checked(
          file, cost, file.getShort(18) & 0xffff, file.getShort(20) & 0xffff, offset, 24, 0);
    }
    if (header < 40 || header > 124) {
      throw UnreadablePicture.corrupt("BMP", "its header says that it has " + header + " bytes");
    }
    if (bytes.length < 14 + header) {
      throw UnreadablePicture.truncated("BMP");
    }
    long colours = file.getInt(46) & 0xffffffffL;
    if (colours > MOST_COLOURS) {
      throw UnreadablePicture.corrupt("BMP", "its palette has " + colours + " colours");
    }
    long high = file.getInt(22); // upside down where it is negative, as -2^31 cannot be
    return checked(file, cost, file.getInt(18), Math.abs(high), offset, 28, file.getInt(30));
  }

  private static BmpStructure checked(
      ByteBuffer file, Cost cost, long width, long height, long offset, int bitsAt, int how)
      throws UnreadablePicture {
    cost.checkPixels(width, height);
    if (how < 0 || how > 3) {
      throw new UnreadablePicture(
          Fault.UNSUPPORTED, "The BMP's compression is of kind " + how + ", which is not read.");
    }
    int bits = file.getShort(bitsAt) & 0xffff;
    long row = (width * bits + 31) / 32 * 4;
    boolean plain = how == 0 || how == 3;
    if (offset > file.limit() || plain && offset + row * height > file.limit() + 3L) {
      throw UnreadablePicture.truncated("BMP"); // three bytes that fill the last row may lack
    }
    return new BmpStructure(width, height);
  }
}
