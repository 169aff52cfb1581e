package dev.graft.vision.augment;

import java.util.List;

/** Turns planes about their middle; bilinear, and what comes from outside is the mean colour. */
final class Rotation {
  private Rotation() {}

  /**
   * A turned copy.
   *
   * @param planes {@code [3, side, side]}
   * @param degrees counter-clockwise
   * @param outside colour of what lies beyond the border
   */
  static float[] of(float[] planes, int side, double degrees, List<Float> outside) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    double middle = (side - 1) / 2.0;
    int plane = side * side;
    var out = new float[planes.length];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double fromX = cos * (x - middle) - sin * (y - middle) + middle;
        double fromY = sin * (x - middle) + cos * (y - middle) + middle;
        for (int channel = 0; channel < 3; channel++) {
          out[channel * plane + y * side + x] =
              sample(planes, channel * plane, side, fromX, fromY, outside.get(channel));
        }
      }
    }
    return out;
  }

  private static float sample(
      float[] planes, int offset, int side, double x, double y, float outside) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    float across = (float) (x - left);
    float down = (float) (y - top);
    float upper =
        at(planes, offset, side, left, top, outside) * (1 - across)
            + at(planes, offset, side, left + 1, top, outside) * across;
    float lower =
        at(planes, offset, side, left, top + 1, outside) * (1 - across)
            + at(planes, offset, side, left + 1, top + 1, outside) * across;
    return upper * (1 - down) + lower * down;
  }

  private static float at(float[] planes, int offset, int side, int x, int y, float outside) {
    boolean inside = x >= 0 && y >= 0 && x < side && y < side;
    return inside ? planes[offset + y * side + x] : outside;
  }
}
