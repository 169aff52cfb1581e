package dev.graft.vision.layer;

/**
 * Position embeddings for another grid than they were learned on: the class token's stays, the
 * others are read off a bicubic surface through the learned ones, corners on corners. The published
 * rule: torchvision's {@code interpolate_embeddings} (bicubic, {@code align_corners=True}), with
 * PyTorch's cubic of a = -0.75 (Keys 1981) and the edge repeated.
 */
final class PositionGrid {
  private static final double A = -0.75;

  private PositionGrid() {}

  static boolean isSquare(long patches) {
    long side = Math.round(Math.sqrt(patches));
    return side * side == patches;
  }

  /** Whether positions that were learned on a square grid are those of this grid. */
  static boolean fits(long learned, long rows, long columns) {
    return rows == columns && rows * columns == learned;
  }

  /**
   * What to multiply the learned {@code [1 + learned, width]} with: {@code [1 + rows * columns, 1 +
   * learned]}, row-major.
   */
  static float[] mixing(int learned, int rows, int columns) {
    int side = (int) Math.round(Math.sqrt(learned));
    double[][] down = line(side, rows);
    double[][] across = line(side, columns);
    int width = 1 + learned;
    var mixing = new float[(1 + rows * columns) * width];
    mixing[0] = 1; // the class token
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int at = (1 + row * columns + column) * width + 1;
        for (int i = 0; i < learned; i++) {
          mixing[at + i] = (float) (down[row][i / side] * across[column][i % side]);
        }
      }
    }
    return mixing;
  }

  /** How much of each of {@code from} points there is in each of {@code to} points of a line. */
  private static double[][] line(int from, int to) {
    var line = new double[to][from];
    double step = to > 1 ? (from - 1.0) / (to - 1) : 0;
    for (int i = 0; i < to; i++) {
      double place = i * step;
      int left = (int) Math.floor(place);
      for (int near = left - 1; near <= left + 2; near++) {
        int inside = Math.max(0, Math.min(from - 1, near));
        line[i][inside] += cubic(Math.abs(place - near));
      }
    }
    return line;
  }

  private static double cubic(double x) {
    if (x <= 1) {
      return ((A + 2) * x - (A + 3)) * x * x + 1;
    }
    return x < 2 ? ((x - 5) * x + 8) * x * A - 4 * A : 0;
  }
}
