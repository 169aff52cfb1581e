package dev.graft.vision.augment;

/** Left and right, top and bottom, of {@code [3, side, side]}. */
public final class Mirror {
  private Mirror() {}

  /** A copy with left and right changed. */
  public static float[] leftRight(float[] tensor, int side) {
    var out = new float[tensor.length];
    for (int row = 0; row < tensor.length; row += side) {
      for (int x = 0; x < side; x++) {
        out[row + x] = tensor[row + side - 1 - x];
      }
    }
    return out;
  }

  /** A copy with top and bottom changed. */
  public static float[] topBottom(float[] tensor, int side) {
    var out = new float[tensor.length];
    int plane = side * side;
    for (int from = 0; from < tensor.length; from += plane) {
      for (int y = 0; y < side; y++) {
        System.arraycopy(tensor, from + (side - 1 - y) * side, out, from + y * side, side);
      }
    }
    return out;
  }
}
