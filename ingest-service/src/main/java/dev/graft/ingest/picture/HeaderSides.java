package dev.graft.ingest.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Width and height as a file's header says them, found without any decoder: a few numbers are read,
 * and none of them is believed enough to reserve memory for it.
 *
 * @param width pixels; what a header says, so it may be negative
 * @param height likewise
 */
record HeaderSides(long width, long height) {
  private static final int SOF0 = 0xC0;
  private static final int SOF15 = 0xCF;
  private static final int DHT = 0xC4;
  private static final int JPG = 0xC8;
  private static final int DAC = 0xCC;
  private static final int SOS = 0xDA;
  private static final int EOI = 0xD9;
  private static final int TIFF_WIDTH = 256;
  private static final int TIFF_HEIGHT = 257;

  /** Empty where the header is truncated or damaged. */
  static Optional<HeaderSides> of(byte[] bytes, PictureKind kind) {
    var file = ByteBuffer.wrap(bytes);
    try {
      return switch (kind) {
        case JPEG -> jpeg(file);
        case PNG -> png(file);
        case GIF -> Optional.of(gif(file.order(ByteOrder.LITTLE_ENDIAN)));
        case BMP -> Optional.of(bmp(file.order(ByteOrder.LITTLE_ENDIAN)));
        case TIFF -> tiff(file);
        case WBMP -> Optional.of(WbmpSize.sides(bytes));
      };
    } catch (IndexOutOfBoundsException endsTooEarly) {
      return Optional.empty();
    }
  }

  /** In the first frame header; segments before it are stepped over by their lengths. */
  private static Optional<HeaderSides> jpeg(ByteBuffer file) {
    int at = 2;
    while (true) {
      int marker = u8(file, at + 1);
      if (u8(file, at) != 0xFF || marker == 0 || marker == 0xFF) {
        at++; // fill bytes, or garbage between segments
      } else if (marker == SOS || marker == EOI) {
        return Optional.empty();
      } else if (marker == 0x01 || marker >= 0xD0 && marker <= 0xD8) {
        at += 2; // these stand alone
      } else if (isFrame(marker)) {
        return Optional.of(new HeaderSides(u16(file, at + 7), u16(file, at + 5)));
      } else if (u16(file, at + 2) < 2) {
        return Optional.empty();
      } else {
        at += 2 + u16(file, at + 2);
      }
    }
  }

  private static boolean isFrame(int marker) {
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
  }

  private static Optional<HeaderSides> png(ByteBuffer file) {
    boolean header = file.getInt(8) == 13 && file.getInt(12) == 0x49484452; // IHDR
    return header
        ? Optional.of(new HeaderSides(file.getInt(16), file.getInt(20)))
        : Optional.empty();
  }

  /** Of the canvas, which is what becomes a picture; frames may be smaller. */
  private static HeaderSides gif(ByteBuffer file) {
    return new HeaderSides(u16(file, 6), u16(file, 8));
  }

  /** Rows go down where the height is negative. */
  private static HeaderSides bmp(ByteBuffer file) {
    return file.getInt(14) == 12
        ? new HeaderSides(u16(file, 18), u16(file, 20))
        : new HeaderSides(file.getInt(18), Math.abs((long) file.getInt(22)));
  }

  /** In the first directory; each is a short or a long. */
  private static Optional<HeaderSides> tiff(ByteBuffer file) {
    file.order(file.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = file.getInt(4);
    long width = -1;
    long height = -1;
    for (int i = u16(file, directory) - 1; i >= 0; i--) { // backwards: of two the first counts
      int entry = directory + 2 + 12 * i;
      if (u16(file, entry) == TIFF_WIDTH) {
        width = number(file, entry);
      } else if (u16(file, entry) == TIFF_HEIGHT) {
        height = number(file, entry);
      }
    }
    return width < 0 || height < 0 ? Optional.empty() : Optional.of(new HeaderSides(width, height));
  }

  private static long number(ByteBuffer file, int entry) {
    return switch (u16(file, entry + 2)) {
      case 3 -> u16(file, entry + 8);
      case 4 -> file.getInt(entry + 8) & 0xFFFFFFFFL;
      default -> -1;
    };
  }

  private static int u8(ByteBuffer file, int at) {
    return file.get(at) & 0xFF;
  }

  private static int u16(ByteBuffer file, int at) {
    return file.getShort(at) & 0xFFFF;
  }
}
