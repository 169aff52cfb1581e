package dev.graft.vision.head.statistics;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Statistics as bytes: {@code GRST}, a format number, classes, width and reach as 32-bit integers;
 * then counts, sums and the triangle of the second moment, row by row, as 64-bit integers, all
 * little endian.
 */
public final class StatisticsFormat {
  private static final int MAGIC = 0x54535247; // "GRST", read little endian
  private static final int FORMAT = 1;
  private static final int HEADER = 5 * Integer.BYTES;

  private StatisticsFormat() {}

  public static byte[] bytes(ClassStatistics statistics) {
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(size(statistics.classes(), statistics.width())))
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(FORMAT);
    out.putInt(statistics.classes()).putInt(statistics.width()).putInt(statistics.reach());
    put(out, statistics.sums().counts());
    for (long[] sum : statistics.sums().sums()) {
      put(out, sum);
    }
    put(out, statistics.packedMoments());
    return out.array();
  }

  /**
   * @throws IllegalArgumentException these bytes are no statistics, or of another format
   */
  public static ClassStatistics parse(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    require(bytes.length >= HEADER && in.getInt() == MAGIC, "no statistics");
    int format = in.getInt();
    require(format == FORMAT, "statistics of format " + format + ", known is " + FORMAT);
    int classes = in.getInt();
    int width = in.getInt();
    int reach = in.getInt();
    require(
        classes > 0 && width > 0 && width < 1 << 15 && size(classes, width) == bytes.length,
        "statistics that are cut off or say a wrong size");
    long[] counts = longs(in, classes);
    for (long count : counts) {
      require(count >= 0, "statistics with a negative count");
    }
    long[][] sums = new long[classes][];
    for (int k = 0; k < classes; k++) {
      sums[k] = longs(in, width);
    }
    return ClassStatistics.of(
        new Extent(classes, width, new Grid(reach)), counts, sums, longs(in, Moments.size(width)));
  }

  private static long size(int classes, int width) {
    return HEADER
        + Long.BYTES * (classes + (long) classes * width + (long) width * (width + 1) / 2);
  }

  private static void put(ByteBuffer out, long[] values) {
    for (long value : values) {
      out.putLong(value);
    }
  }

  private static long[] longs(ByteBuffer in, int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.getLong();
    }
    return values;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("these bytes are " + otherwise);
    }
  }
}
