package dev.graft.vision.draw;

import java.util.SplittableRandom;

/**
 * Value noise on a lattice, its fractal sum, and the distance to scattered points (Worley noise).
 */
final class Noise {
  private static final int SIDE = 256;

  private final float[] values = new float[SIDE]; // -1 to 1
  private final int[] rows = new int[SIDE];

  Noise(int seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < SIDE; i++) {
      int bits = random.nextInt();
      values[i] = (bits & 0xFFFF) / 32767.5f - 1;
      rows[i] = bits >>> 16;
    }
  }

  /** Smooth noise of about one feature per unit, -1 to 1. */
  float at(float x, float y) {
    int ix = (int) Math.floor(x);
    int iy = (int) Math.floor(y);
    float fx = x - ix;
    float fy = y - iy;
    float u = fx * fx * (3 - 2 * fx);
    float v = fy * fy * (3 - 2 * fy);
    float top = corner(ix, iy) + u * (corner(ix + 1, iy) - corner(ix, iy));
    float low = corner(ix, iy + 1) + u * (corner(ix + 1, iy + 1) - corner(ix, iy + 1));
    return top + v * (low - top);
  }

  /** Fractal Brownian motion: each octave twice as fine and half as strong; about -1 to 1. */
  float fbm(float x, float y, int octaves) {
    float sum = 0;
    float weight = 0.6f;
    for (int octave = 0; octave < octaves; octave++) {
      sum += weight * at(x + octave * 17.7f, y - octave * 9.1f);
      x *= 2;
      y *= 2;
      weight *= 0.5f;
    }
    return sum;
  }

  /** One number per lattice cell, 0 to 1. */
  float cell(int x, int y) {
    return (corner(x, y) + 1) / 2;
  }

  /** Nearest and second-nearest scattered point: {@code [d1, d2, number of the nearest point]}. */
  float[] worley(float x, float y) {
    int ix = (int) Math.floor(x);
    int iy = (int) Math.floor(y);
    float[] best = {9, 9, 0};
    for (int cy = iy - 1; cy <= iy + 1; cy++) {
      for (int cx = ix - 1; cx <= ix + 1; cx++) {
        float px = cx + cell(cx, cy) - x;
        float py = cy + cell(cx + 7919, cy - 104729) - y;
        float distance = px * px + py * py;
        if (distance < best[0]) {
          best[1] = best[0];
          best[0] = distance;
          best[2] = cell(cx - 31337, cy + 27644);
        } else if (distance < best[1]) {
          best[1] = distance;
        }
      }
    }
    best[0] = (float) Math.sqrt(best[0]);
    best[1] = (float) Math.sqrt(best[1]);
    return best;
  }

  private float corner(int x, int y) {
    return values[(x + rows[y & (SIDE - 1)]) & (SIDE - 1)];
  }
}
