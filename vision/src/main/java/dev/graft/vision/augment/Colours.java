package dev.graft.vision.augment;

import java.util.SplittableRandom;

/** Brightness, contrast, saturation and hue of planes in 0..1, as torchvision's ColorJitter. */
final class Colours {
  /** ITU-R 601, as PIL's gray. */
  private static final float RED = 0.299f;

  private static final float GREEN = 0.587f;
  private static final float BLUE = 0.114f;

  private Colours() {}

  /** All four by chance, in this order; changes {@code [3, side, side]}. */
  static void jitter(float[] planes, Augmentation amounts, SplittableRandom random) {
    float brightness = factor(amounts.brightness(), random);
    float contrast = factor(amounts.contrast(), random);
    float saturation = factor(amounts.saturation(), random);
    float hue = (float) ((2 * random.nextDouble() - 1) * amounts.hue());
    brighten(planes, brightness);
    blend(planes, contrast, mean(planes));
    saturate(planes, saturation);
    shiftHue(planes, hue);
  }

  private static float factor(double most, SplittableRandom random) {
    return (float) (1 + (2 * random.nextDouble() - 1) * most);
  }

  static void brighten(float[] planes, float factor) {
    for (int i = 0; i < planes.length; i++) {
      planes[i] = clip(planes[i] * factor);
    }
  }

  private static void blend(float[] planes, float factor, float with) {
    for (int i = 0; i < planes.length; i++) {
      planes[i] = clip(factor * planes[i] + (1 - factor) * with);
    }
  }

  private static float mean(float[] planes) {
    int plane = planes.length / 3;
    double sum = 0;
    for (int i = 0; i < plane; i++) {
      sum += gray(planes, i, plane);
    }
    return (float) (sum / plane);
  }

  private static float gray(float[] planes, int i, int plane) {
    return RED * planes[i] + GREEN * planes[plane + i] + BLUE * planes[2 * plane + i];
  }

  static void saturate(float[] planes, float factor) {
    int plane = planes.length / 3;
    for (int i = 0; i < plane; i++) {
      float gray = gray(planes, i, plane);
      for (int at = i; at < planes.length; at += plane) {
        planes[at] = clip(factor * planes[at] + (1 - factor) * gray);
      }
    }
  }

  /** Turns the colour circle, by way of hue, saturation and value. */
  static void shiftHue(float[] planes, float shift) {
    int plane = planes.length / 3;
    for (int i = 0; i < plane; i++) {
      float red = planes[i];
      float green = planes[plane + i];
      float blue = planes[2 * plane + i];
      float value = Math.max(red, Math.max(green, blue));
      float chroma = value - Math.min(red, Math.min(green, blue));
      if (chroma > 0) {
        float sixth = 6 * shift + sixth(red, green, blue, value, chroma);
        planes[i] = channel(5, sixth, value, chroma);
        planes[plane + i] = channel(3, sixth, value, chroma);
        planes[2 * plane + i] = channel(1, sixth, value, chroma);
      }
    }
  }

  private static float sixth(float red, float green, float blue, float value, float chroma) {
    if (value == red) {
      return (green - blue) / chroma;
    }
    return value == green ? (blue - red) / chroma + 2 : (red - green) / chroma + 4;
  }

  /** The usual closed form of HSV to RGB: n is 5, 3, 1 for red, green, blue. */
  private static float channel(int n, float sixth, float value, float chroma) {
    float k = ((n + sixth) % 6 + 6) % 6;
    return value - chroma * Math.max(0, Math.min(Math.min(k, 4 - k), 1));
  }

  private static float clip(float value) {
    return Math.max(0, Math.min(1, value));
  }
}
