package dev.graft.vision.draw;

import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Objects put together from simple parts: creatures, and what people build. */
final class Bodies {
  /** The kind of block that the later ones of a construction cut out. */
  private static final int HOLE = 3;

  private Bodies() {}

  /** A body with a head, limbs and perhaps a tail, in some pose. */
  static Shape creature(Dice formula, Dice jitter) {
    float length = formula.in(0.3, 0.7);
    float height = formula.in(0.15, 0.4);
    Area body = new Area(new Ellipse2D.Float(-length, -height, 2 * length, 2 * height));
    float head = formula.in(0.12, 0.3);
    float hx = length * formula.in(0.8, 1.15);
    float hy = -height * formula.in(-0.2, 1.6) + jitter.around(0.06);
    body.add(new Area(Outlines.circle(hx, hy, head)));
    body.add(new Area(Outlines.bar(0, 0, hx, hy, head)));
    int legs = formula.between(0, 4);
    float reach = formula.in(0.3, 0.85);
    float thick = formula.in(0.06, 0.18);
    for (int i = 0; i < legs; i++) {
      float x = -length * 0.8f + 1.6f * length * (i + 0.5f) / legs;
      body.add(new Area(Outlines.bar(x, 0, x + jitter.around(0.18), height * 0.5f + reach, thick)));
    }
    int ears = formula.between(0, 2);
    for (int i = 0; i < ears; i++) {
      float tip = hx + (i - 0.3f) * head * 1.4f;
      body.add(new Area(Outlines.bar(hx, hy, tip, hy - head * formula.in(1.3, 2.6), thick * 0.8f)));
    }
    if (formula.chance(0.6)) {
      float lift = formula.in(-0.8, 0.5) + jitter.around(0.2);
      body.add(new Area(Outlines.bar(-length * 0.8f, 0, -1, lift, thick)));
    }
    return body;
  }

  /** A few blocks, discs and wedges put together: furniture, vehicles, houses. */
  static Shape construction(Dice formula, Dice jitter) {
    Area whole = new Area();
    boolean mirrored = formula.chance(0.5);
    int parts = formula.between(3, 5);
    for (int i = 0; i < parts; i++) {
      float cx = formula.in(-0.6, 0.6) + jitter.around(0.03);
      float cy = formula.in(-0.6, 0.6) + jitter.around(0.03);
      float w = formula.in(0.15, 0.7);
      float h = formula.in(0.12, 0.5);
      int kind = formula.below(4);
      add(whole, block(kind, cx, cy, w, h), kind == HOLE && i > 1);
      if (mirrored) {
        add(whole, block(kind, -cx, cy, w, h), kind == HOLE && i > 1);
      }
    }
    return Outlines.fitted(whole);
  }

  private static void add(Area whole, Shape part, boolean cutOut) {
    if (cutOut) {
      whole.subtract(new Area(part));
    } else {
      whole.add(new Area(part));
    }
  }

  private static Shape block(int kind, float cx, float cy, float w, float h) {
    if (kind == 0) {
      return new Rectangle2D.Float(cx - w, cy - h, 2 * w, 2 * h);
    }
    if (kind == 1) {
      return Outlines.circle(cx, cy, 0.8f * h);
    }
    if (kind == HOLE) {
      return Outlines.circle(cx, cy, 0.5f * h); // small, so that something is left to see
    }
    var wedge = new Path2D.Float();
    wedge.moveTo(cx - w, cy + h);
    wedge.lineTo(cx + w, cy + h);
    wedge.lineTo(cx, cy - h);
    wedge.closePath();
    return wedge;
  }
}
