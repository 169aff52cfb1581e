package dev.graft.vision.picture;

import java.math.BigDecimal;
import java.util.Arrays;

/**
 * Contrast-limited adaptive histogram equalisation: Zuiderveld, "Contrast limited adaptive
 * histogram equalization", Graphics Gems IV (1994), pp. 474-485. Each region of a grid spreads its
 * own levels over 0..255 by its histogram, whose bins are cut at a limit and the rest given to the
 * others; a pixel's new level is mixed of what the four nearest regions make of its old one.
 *
 * <p>Where the paper asks for sides that divide, borders are rounded down, and each pixel is mixed
 * by the distance of its own centre to those of the regions.
 *
 * @param clipLimit highest bin as a multiple of the mean bin, from 1 on; 0: {@value #USUAL_LIMIT}
 * @param grid regions along each side; 0: {@value #USUAL_GRID}
 */
public record Clahe(float clipLimit, int grid) {
  static final float USUAL_LIMIT = 2;
  static final int USUAL_GRID = 8;
  private static final int LEVELS = 256;

  public Clahe {
    clipLimit = clipLimit == 0 ? USUAL_LIMIT : clipLimit;
    grid = grid == 0 ? USUAL_GRID : grid;
  }

  String canonical() {
    return new BigDecimal(clipLimit).toPlainString() + " on " + grid + "x" + grid;
  }

  /** The new levels of a gray picture {@code [height, width]}. */
  byte[] equalised(byte[] gray, int width, int height) {
    int[] across = borders(width);
    int[] down = borders(height);
    var maps = new int[down.length - 1][across.length - 1][];
    for (int row = 0; row < maps.length; row++) {
      for (int column = 0; column < maps[row].length; column++) {
        maps[row][column] =
            map(gray, width, across[column], across[column + 1], down[row], down[row + 1]);
      }
    }
    var out = new byte[gray.length];
    Between[] columns = Between.all(across, width);
    Between[] rows = Between.all(down, height);
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) mixed(maps, rows[i / width], columns[i % width], gray[i] & 0xff);
    }
    return out;
  }

  /** Where regions begin, and where the last one ends; never an empty one. */
  private int[] borders(int side) {
    int regions = Math.min(grid, side);
    var borders = new int[regions + 1];
    for (int i = 0; i <= regions; i++) {
      borders[i] = (int) ((long) i * side / regions);
    }
    return borders;
  }

  /** What a region makes of each level. */
  private int[] map(byte[] gray, int stride, int left, int right, int top, int bottom) {
    var histogram = new int[LEVELS];
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        histogram[gray[y * stride + x] & 0xff]++;
      }
    }
    int pixels = (right - left) * (bottom - top);
    clip(histogram, Math.max(1, (int) ((double) clipLimit * pixels / LEVELS)));
    var map = new int[LEVELS];
    long sum = 0;
    for (int i = 0; i < LEVELS; i++) {
      sum += histogram[i];
      map[i] = (int) (sum * (LEVELS - 1) / pixels);
    }
    return map;
  }

  /**
   * Cuts bins at the limit; all others get an equal share of the rest, as far as they can take it.
   */
  private static void clip(int[] histogram, int limit) {
    int excess = 0;
    for (int bin : histogram) {
      excess += Math.max(0, bin - limit);
    }
    int share = excess / LEVELS;
    for (int i = 0; i < LEVELS; i++) {
      int raised = Math.min(limit, histogram[i] + share);
      excess -= Math.max(0, raised - histogram[i]);
      histogram[i] = raised;
    }
    boolean room = true;
    while (excess > 0 && room) { // the last ones one by one, spread over the levels
      room = false;
      for (int start = 0; start < LEVELS && excess > 0; start++) {
        int step = Math.max(1, LEVELS / excess);
        for (int i = start; i < LEVELS && excess > 0; i += step) {
          if (histogram[i] < limit) {
            histogram[i]++;
            excess--;
            room = true;
          }
        }
      }
    }
  }

  /**
   * The two regions whose centres a pixel lies between, and how far it is from the first one to the
   * second; in half pixels.
   */
  private record Between(int first, int second, long at, long length) {
    static Between[] all(int[] borders, int side) {
      var all = new Between[side];
      Arrays.setAll(all, pixel -> of(borders, pixel));
      return all;
    }

    private static Between of(int[] borders, int pixel) {
      int regions = borders.length - 1;
      int place = 2 * pixel + 1;
      int next = 0;
      while (next < regions && centre(borders, next) <= place) {
        next++;
      }
      if (next == 0 || next == regions) { // before the first centre, or behind the last
        int only = Math.min(next, regions - 1);
        return new Between(only, only, 0, 1);
      }
      int from = centre(borders, next - 1);
      return new Between(next - 1, next, place - from, centre(borders, next) - from);
    }

    private static int centre(int[] borders, int region) {
      return borders[region] + borders[region + 1];
    }
  }

  private static int mixed(int[][][] maps, Between down, Between across, int level) {
    long above = row(maps[down.first()], across, level);
    long below = row(maps[down.second()], across, level);
    long area = down.length() * across.length();
    long sum = (down.length() - down.at()) * above + down.at() * below;
    return (int) ((sum + area / 2) / area);
  }

  private static long row(int[][] maps, Between across, int level) {
    return (across.length() - across.at()) * maps[across.first()][level]
        + across.at() * maps[across.second()][level];
  }
}
