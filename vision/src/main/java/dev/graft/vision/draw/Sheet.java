package dev.graft.vision.draw;

/**
 * What is painted on: three planes of light, {@code [size * size]} each, 0 to 1 but not yet
 * clipped.
 */
final class Sheet {
  final int size;
  final float[][] planes;

  Sheet(int size) {
    this.size = size;
    this.planes = new float[3][size * size];
  }

  /** Lays one colour over what is there. */
  void paint(Mask mask, Colour colour) {
    blend(mask.cover(), planes[0], colour.red());
    blend(mask.cover(), planes[1], colour.green());
    blend(mask.cover(), planes[2], colour.blue());
  }

  /** Lays a pattern of two colours over what is there. */
  void paint(Mask mask, Field pattern, Colour first, Colour second) {
    float[] from = first.parts();
    float[] to = second.parts();
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int i = y * size + x;
        float cover = mask.cover()[i];
        if (cover > 0) {
          float share = pattern.at((x + 0.5f) / size, (y + 0.5f) / size);
          for (int c = 0; c < 3; c++) {
            float light = from[c] + share * (to[c] - from[c]);
            planes[c][i] += cover * (light - planes[c][i]);
          }
        }
      }
    }
  }

  /** Multiplies the light by {@code 1 + strength * mask}: shadows and highlights. */
  void light(Mask mask, float strength) {
    for (float[] plane : planes) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] *= 1 + strength * mask.cover()[i];
      }
    }
  }

  /** Adds light of one colour: gloss, haze. */
  void add(Mask mask, Colour colour) {
    float[] parts = colour.parts();
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < planes[c].length; i++) {
        planes[c][i] += parts[c] * mask.cover()[i];
      }
    }
  }

  /** Lets a mask stand out of the sheet as a cushion would, lit from a direction. */
  void emboss(Mask mask, float radius, float angle, float strength) {
    float[] height = mask.blurred(radius).cover();
    float lx = (float) Math.cos(angle) * strength * size * 0.06f;
    float ly = (float) Math.sin(angle) * strength * size * 0.06f;
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int i = y * size + x;
        float gx =
            height[y * size + Math.min(x + 1, size - 1)] - height[y * size + Math.max(x - 1, 0)];
        float gy =
            height[Math.min(y + 1, size - 1) * size + x] - height[Math.max(y - 1, 0) * size + x];
        float lit = 1 + mask.cover()[i] * Math.max(-0.8f, Math.min(1.2f, gx * lx + gy * ly));
        planes[0][i] *= lit;
        planes[1][i] *= lit;
        planes[2][i] *= lit;
      }
    }
  }

  /** Interleaved 8-bit RGB, {@code [size * size * 3]}. */
  byte[] rgb() {
    byte[] bytes = new byte[size * size * 3];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < size * size; i++) {
        bytes[3 * i + c] = (byte) Math.round(255 * Field.clamp(planes[c][i]));
      }
    }
    return bytes;
  }

  private static void blend(float[] cover, float[] plane, float value) {
    for (int i = 0; i < plane.length; i++) {
      plane[i] += cover[i] * (value - plane[i]);
    }
  }
}
