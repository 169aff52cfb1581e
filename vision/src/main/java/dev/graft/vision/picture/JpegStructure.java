package dev.graft.vision.picture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a JPEG's markers say, found without decoding anything: size, colours, and whether it ends.
 */
final class JpegStructure {
  private static final int SOF0 = 0xc0;
  private static final int SOF2 = 0xc2;
  private static final int SOF15 = 0xcf;
  private static final int DHT = 0xc4;
  private static final int JPG = 0xc8;
  private static final int DAC = 0xcc;
  private static final int RST0 = 0xd0;
  private static final int RST7 = 0xd7;
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP14 = 0xee;
  private static final int TEM = 0x01;

  private final byte[] bytes;
  private int at = 2; // after SOI

  int width;
  int height;
  int[] componentIds = {};
  boolean progressive;
  boolean jfif;
  int adobeTransform = -1;
  int scans;
  boolean ended;
  int exifBegin;
  int exifEnd;

  private JpegStructure(byte[] bytes) {
    this.bytes = bytes;
  }

  static JpegStructure of(byte[] bytes) throws UnreadablePicture {
    var structure = new JpegStructure(bytes);
    structure.walk();
    if (structure.scans == 0) {
      throw structure.ended
          ? UnreadablePicture.corrupt("JPEG", "it holds no picture")
          : UnreadablePicture.truncated("JPEG");
    }
    return structure;
  }

  private void walk() throws UnreadablePicture {
    for (int marker = nextMarker(); marker >= 0; marker = nextMarker()) {
      if (marker == EOI) {
        ended = true;
        return;
      }
      if (marker == TEM || marker == SOI || marker >= RST0 && marker <= RST7) {
        continue; // these stand alone
      }
      if (at + 2 > bytes.length) {
        return;
      }
      int length = word(at);
      if (length < 2) {
        throw UnreadablePicture.corrupt("JPEG", "a segment claims a length of " + length);
      }
      if (at + length > bytes.length) {
        return;
      }
      segment(marker, at + 2, at + length);
      at += length;
    }
  }

  /** Steps over picture data and fill bytes to the next marker; -1 at the end of the file. */
  private int nextMarker() {
    while (at + 1 < bytes.length) {
      int code = bytes[at + 1] & 0xff;
      if (bytes[at] == (byte) 0xff && code != 0 && code != 0xff) {
        at += 2;
        return code;
      }
      at++;
    }
    return -1;
  }

  private void segment(int marker, int begin, int end) throws UnreadablePicture {
    if (marker == SOS) {
      scans++;
    } else if (marker >= SOF0
        && marker <= SOF15
        && marker != DHT
        && marker != JPG
        && marker != DAC) {
      frame(marker, begin, end);
    } else if (marker == APP0 && says(begin, end, "JFIF\0")) {
      jfif = true;
    } else if (marker == APP1 && says(begin, end, "Exif\0\0") && exifEnd == 0) {
      exifBegin = begin + 6;
      exifEnd = end;
    } else if (marker == APP14 && says(begin, end, "Adobe") && end - begin >= 12) {
      adobeTransform = bytes[begin + 11] & 0xff;
    }
  }

  private void frame(int marker, int begin, int end) throws UnreadablePicture {
    if (componentIds.length > 0 || end - begin < 6) {
      throw UnreadablePicture.corrupt("JPEG", "its frame header is wrong");
    }
    if (marker > SOF2 || bytes[begin] != 8) {
      throw new UnreadablePicture(
          Fault.UNSUPPORTED, "The JPEG is lossless, arithmetic-coded or not of 8 bits.");
    }
    progressive = marker == SOF2;
    height = word(begin + 1);
    width = word(begin + 3);
    int count = bytes[begin + 5] & 0xff;
    if (count != 1 && count != 3 && count != 4) {
      throw new UnreadablePicture(Fault.UNSUPPORTED, "The JPEG has " + count + " channels.");
    }
    if (end - begin != 6 + 3 * count) {
      throw UnreadablePicture.corrupt("JPEG", "its frame header is wrong");
    }
    componentIds = new int[count];
    for (int i = 0; i < count; i++) {
      componentIds[i] = bytes[begin + 6 + 3 * i] & 0xff;
    }
  }

  /** libjpeg's rule (jdapimin.c) for what three or four channels mean. */
  boolean isLumaChroma() {
    if (componentIds.length == 4) {
      return adobeTransform > 0;
    }
    if (jfif || adobeTransform >= 0) {
      return jfif || adobeTransform != 0;
    }
    return !Arrays.equals(componentIds, new int[] {'R', 'G', 'B'});
  }

  private int word(int index) {
    return (bytes[index] & 0xff) << 8 | bytes[index + 1] & 0xff;
  }

  private boolean says(int begin, int end, String text) {
    byte[] expected = text.getBytes(StandardCharsets.ISO_8859_1);
    int length = expected.length;
    return end - begin >= length
        && Arrays.equals(bytes, begin, begin + length, expected, 0, length);
  }
}
