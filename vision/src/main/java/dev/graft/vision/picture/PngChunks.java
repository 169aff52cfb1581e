package dev.graft.vision.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A PNG's chunks, checked to hold every pixel. Only those that matter are kept: compressed texts
 * and profiles can be bombs.
 */
final class PngChunks {
  private static final Set<String> KEPT = Set.of("IHDR", "PLTE", "tRNS", "IDAT");
  private static final int MOST_CHUNKS = 100_000;
  private static final Set<Integer> DEPTHS = Set.of(1, 2, 4, 8, 16);
  private static final Set<Integer> COLOURS = Set.of(0, 2, 3, 4, 6);
  private static final byte[] IEND = HexFormat.of().parseHex("0000000049454e44ae426082");
  private static final int[][] ADAM7 = { // x0, y0, dx, dy
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  /** A span of the file; for data also where the chunk's body lies. */
  private record Chunk(String type, int begin, int end) {}

  private final byte[] bytes;
  private final List<Chunk> kept = new ArrayList<>();
  private final Set<String> named = new HashSet<>();
  private boolean ended;
  private int exifBegin;
  private int exifEnd;

  private PngChunks(byte[] bytes) {
    this.bytes = bytes;
  }

  static PngChunks of(byte[] bytes) throws UnreadablePicture {
    var chunks = new PngChunks(bytes);
    chunks.walk();
    boolean header = !chunks.kept.isEmpty() && chunks.kept.get(0).type.equals("IHDR");
    if (!header || chunks.kept.get(0).end - chunks.kept.get(0).begin != 25) {
      throw bytes.length > 33
          ? UnreadablePicture.corrupt("PNG", "it has no header")
          : UnreadablePicture.truncated("PNG");
    }
    if (!DEPTHS.contains((int) bytes[24])
        || !COLOURS.contains((int) bytes[25])
        || bytes[28] >>> 1 != 0) {
      throw UnreadablePicture.corrupt("PNG", "its header names a form that does not exist");
    }
    return chunks;
  }

  private void walk() throws UnreadablePicture {
    var file = ByteBuffer.wrap(bytes);
    int at = 8;
    while (!ended && at + 12 <= bytes.length) {
      int length = file.getInt(at);
      if (length < 0 || length > bytes.length - at - 12) {
        return;
      }
      String type = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
      if (type.equals("IDAT") ? length > 0 : KEPT.contains(type) && named.add(type)) {
        kept.add(new Chunk(type, at, at + 12 + length));
        if (kept.size() > MOST_CHUNKS) {
          throw UnreadablePicture.corrupt("PNG", "its data lies in more than 100000 pieces");
        }
      } else if (type.equals("eXIf")) {
        exifBegin = at + 8;
        exifEnd = at + 8 + length;
      }
      ended = type.equals("IEND");
      at += 12 + length;
    }
  }

  long width() {
    return ByteBuffer.wrap(bytes).getInt(16);
  }

  long height() {
    return ByteBuffer.wrap(bytes).getInt(20);
  }

  int bytesPerPixel() {
    return (channels() * bytes[24] + 7) / 8;
  }

  Orientation orientation() {
    return Orientation.of(bytes, exifBegin, exifEnd);
  }

  private int channels() {
    return switch (bytes[25]) {
      case 2 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default -> 1;
    };
  }

  /** The file again, of nothing but the chunks that make the picture. */
  byte[] essential() {
    var out = new ByteArrayOutputStream();
    out.write(bytes, 0, 8);
    kept.forEach(chunk -> out.write(bytes, chunk.begin, chunk.end - chunk.begin));
    out.writeBytes(IEND);
    return out.toByteArray();
  }

  /** Inflates without keeping: Java's reader would silently leave black what is not there. */
  void checkThatAllPixelsAreThere() throws UnreadablePicture {
    long missing = rawBytes();
    var inflater = new Inflater();
    var sink = new byte[1 << 16];
    try {
      for (Chunk chunk : kept) {
        if (chunk.type.equals("IDAT")) {
          inflater.setInput(bytes, chunk.begin + 8, chunk.end - chunk.begin - 12);
          for (int n = inflater.inflate(sink); n > 0 && missing > 0; n = inflater.inflate(sink)) {
            missing -= n;
          }
        }
      }
    } catch (DataFormatException e) {
      throw UnreadablePicture.corrupt("PNG", "its data cannot be decompressed");
    } finally {
      inflater.end();
    }
    if (missing > 0) {
      throw UnreadablePicture.truncated("PNG");
    }
  }

  private long rawBytes() {
    if (bytes[28] == 0) {
      return passBytes(width(), height());
    }
    long sum = 0;
    for (int[] pass : ADAM7) {
      long w = (width() - pass[0] + pass[2] - 1) / pass[2];
      long h = (height() - pass[1] + pass[3] - 1) / pass[3];
      sum += w <= 0 || h <= 0 ? 0 : passBytes(w, h);
    }
    return sum;
  }

  private long passBytes(long w, long h) {
    return h * (1 + (w * channels() * bytes[24] + 7) / 8); // a filter byte before each row
  }
}
