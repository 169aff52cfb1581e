package dev.graft.vision.draw;

import java.awt.Shape;
import java.awt.geom.Path2D;

/** Self-similar objects: branching trees, and the attractors of iterated function systems. */
final class Fractals {
  private static final int POINTS = 450;

  /** Where a branch starts, where it points, and how long it is. */
  private record Branch(float x, float y, float angle, float length) {}

  /**
   * How every branch splits.
   *
   * @param spread angle from the middle to the outermost branch
   * @param shrink length of a branch as a share of its parent's
   * @param lean angle that is added to every branch
   * @param thickness as a share of a branch's length
   */
  private record Growth(int forks, float spread, float shrink, float lean, float thickness) {}

  private Fractals() {}

  /** A plant: each branch ends in the same few smaller branches. */
  static Shape tree(Dice formula, Dice jitter) {
    int forks = formula.between(2, 3);
    int depth = forks == 2 ? formula.between(4, 5) : 3;
    float spread = formula.in(0.3, 1.1) * jitter.in(0.85, 1.15);
    float shrink = formula.in(0.6, 0.8);
    float lean = formula.around(0.3) + jitter.around(0.08);
    var growth = new Growth(forks, spread, shrink, lean, formula.in(0.1, 0.22));
    var path = new Path2D.Float(Path2D.WIND_NON_ZERO);
    grow(path, new Branch(0, 0, -1.57f, 1), depth, growth);
    return Outlines.fitted(path);
  }

  private static void grow(Path2D path, Branch from, int depth, Growth growth) {
    float x = from.x + from.length * (float) Math.cos(from.angle);
    float y = from.y + from.length * (float) Math.sin(from.angle);
    path.append(Outlines.bar(from.x, from.y, x, y, from.length * growth.thickness), false);
    for (int i = 0; depth > 0 && i < growth.forks; i++) {
      float turn = growth.spread * (2f * i / (growth.forks - 1) - 1) + growth.lean;
      var branch = new Branch(x, y, from.angle + turn, from.length * growth.shrink);
      grow(path, branch, depth - 1, growth);
    }
  }

  /**
   * An attractor as a cloud of small squares, by the chaos game. Maps are chosen until their
   * singular values add up to what Anderson and Farrell ("Improving fractal pre-training", WACV
   * 2022) found to look well: (5 + n) / 2 to (6 + n) / 2 for n maps, counting the larger once and
   * the smaller twice.
   */
  static Shape cloud(Dice formula, Dice jitter) {
    int maps = formula.between(2, 4);
    float[][] system = new float[maps][];
    for (int i = 0; i < maps; i++) {
      system[i] = map(formula, formula.in(0.55, 0.85), formula.in(0.3, 0.6));
      for (int k = 0; k < 6; k++) {
        system[i][k] *= jitter.in(0.97, 1.03);
      }
    }
    var path = new Path2D.Float(Path2D.WIND_NON_ZERO);
    float x = 0;
    float y = 0;
    float[] xs = new float[POINTS];
    float[] ys = new float[POINTS];
    for (int i = -20; i < POINTS; i++) {
      float[] m = system[jitter.below(maps)];
      float nx = m[0] * x + m[1] * y + m[4];
      y = m[2] * x + m[3] * y + m[5];
      x = nx;
      if (i >= 0) {
        xs[i] = x;
        ys[i] = y;
      }
    }
    float grain = 0.034f * extent(xs, ys);
    for (int i = 0; i < POINTS; i++) {
      dot(path, xs[i], ys[i], grain);
    }
    return Outlines.fitted(path);
  }

  /** Rotation, two singular values, rotation, shift: {@code [a, b, c, d, e, f]}. */
  private static float[] map(Dice dice, float large, float small) {
    double p = dice.angle();
    double q = dice.angle();
    double s = dice.chance(0.5) ? small : -small;
    double cp = Math.cos(p);
    double sp = Math.sin(p);
    double cq = Math.cos(q);
    double sq = Math.sin(q);
    return new float[] {
      (float) (cp * large * cq - sp * s * sq),
      (float) (-cp * large * sq - sp * s * cq),
      (float) (sp * large * cq + cp * s * sq),
      (float) (-sp * large * sq + cp * s * cq),
      dice.around(1),
      dice.around(1)
    };
  }

  private static float extent(float[] xs, float[] ys) {
    float low = Float.MAX_VALUE;
    float high = -Float.MAX_VALUE;
    for (int i = 0; i < xs.length; i++) {
      low = Math.min(low, Math.min(xs[i], ys[i]));
      high = Math.max(high, Math.max(xs[i], ys[i]));
    }
    return high - low;
  }

  private static void dot(Path2D path, float x, float y, float half) {
    path.moveTo(x - half, y - half);
    path.lineTo(x + half, y - half);
    path.lineTo(x + half, y + half);
    path.lineTo(x - half, y + half);
    path.closePath();
  }
}
