package dev.graft.vision.draw;

/** Box filters of any width, edges repeated. */
final class Blur {
  private Blur() {}

  /** One pass across and one down; a fractional radius weighs the outermost pixels. */
  static float[] box(float[] plane, int size, float radius) {
    return radius <= 0 ? plane : lines(lines(plane, size, radius, 1, size), size, radius, size, 1);
  }

  /**
   * Blurs along {@code step}; lines lie {@code next} apart. Running sums: any radius costs the
   * same.
   */
  private static float[] lines(float[] plane, int size, float radius, int step, int next) {
    int whole = Math.min((int) radius, size - 1);
    float part = radius - (int) radius;
    float norm = 1 / (2 * whole + 1 + 2 * part);
    float[] result = new float[plane.length];
    for (int line = 0; line < size; line++) {
      int start = line * next;
      double sum = 0;
      for (int k = -whole; k <= whole; k++) {
        sum += plane[start + step * inside(k, size)];
      }
      for (int i = 0; i < size; i++) {
        float left = plane[start + step * inside(i - whole - 1, size)];
        float right = plane[start + step * inside(i + whole + 1, size)];
        result[start + step * i] = ((float) sum + part * (left + right)) * norm;
        sum += right - plane[start + step * inside(i - whole, size)];
      }
    }
    return result;
  }

  private static int inside(int index, int size) {
    return Math.max(0, Math.min(size - 1, index));
  }
}
