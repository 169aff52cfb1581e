package dev.graft.vision.tune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** Whether the channels of a stage still say anything. */
final class Activity {
  /** A channel at its greatest value for so many of its pixels is saturated. */
  private static final float MOSTLY = 0.95f;

  /** Differences below that share of the value are rounding. */
  private static final float SAME = 1e-6f;

  private Activity() {}

  /**
   * Shares of dead and of saturated channels.
   *
   * @param output of a stage: {@code [n, c, h, w]}, tokens {@code [n, t, c]} or {@code [n, c]}
   */
  static double[] of(NDArray output) {
    NDArray rows = byChannel(output); // [c, n * pixels]
    int[] last = {1};
    NDArray greatest = rows.max(last, true); // [c, 1]
    float[] top = greatest.toFloatArray();
    float[] bottom = rows.min(last).toFloatArray();
    float[] atTop =
        rows.gte(greatest).toType(DataType.FLOAT32, false).mean(last).toFloatArray(); // [c]
    int dead = 0;
    int saturated = 0;
    for (int c = 0; c < top.length; c++) {
      if (top[c] - bottom[c] <= SAME * Math.max(1, Math.abs(top[c]))) {
        dead++;
      } else if (atTop[c] >= MOSTLY) {
        saturated++;
      }
    }
    return new double[] {(double) dead / top.length, (double) saturated / top.length};
  }

  private static NDArray byChannel(NDArray output) {
    NDArray first =
        switch (output.getShape().dimension()) {
          case 4 -> output.transpose(1, 0, 2, 3);
          case 3 -> output.transpose(2, 0, 1);
          default -> output.transpose(1, 0);
        };
    return first.reshape(first.getShape().get(0), -1);
  }
}
