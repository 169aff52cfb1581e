package dev.graft.vision.backbone;

import java.nio.charset.StandardCharsets;

/** Weights and inputs that any language can make for itself from their names. */
public final class Formula {
  private Formula() {}

  /** {@code n} numbers in [0, 1). */
  public static float[] uniform(String name, int n) {
    long seed = fnv1a(name);
    var numbers = new float[n];
    for (int i = 0; i < n; i++) {
      long z = seed + (i + 1) * 0x9E3779B97F4A7C15L;
      z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
      z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
      z ^= z >>> 31;
      numbers[i] = (z >>> 40) * 0x1p-24f;
    }
    return numbers;
  }

  public static float[] input(String salt, String architecture, int n) {
    float[] values = uniform(salt + "input/" + architecture, n);
    for (int i = 0; i < n; i++) {
      values[i] = (values[i] - 0.5f) * 4;
    }
    return values;
  }

  public static float[] weight(String salt, String name, long[] shape) {
    int n = 1;
    for (long side : shape) {
      n *= (int) side;
    }
    float[] u = uniform(salt + name, n);
    String last = name.substring(name.lastIndexOf('.') + 1);
    float fan = (float) Math.sqrt(6.0 / (shape.length == 0 ? 1 : (double) n / shape[0]));
    for (int i = 0; i < n; i++) {
      u[i] =
          switch (last) {
            case "bias", "in_proj_bias", "running_mean" -> (u[i] - 0.5f) * 0.2f;
            case "running_var" -> u[i] + 0.5f;
            case "layer_scale" -> u[i] * 0.5f;
            case "class_token", "pos_embedding" -> u[i] - 0.5f;
            default -> shape.length == 1 ? u[i] * 0.5f + 0.5f : (2 * u[i] - 1) * fan;
          };
    }
    return u;
  }

  private static long fnv1a(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ b & 0xff) * 0x100000001b3L;
    }
    return hash;
  }
}
