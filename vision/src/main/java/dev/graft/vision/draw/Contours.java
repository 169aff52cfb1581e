package dev.graft.vision.draw;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/**
 * Objects: {@value #FAMILIES} families of contour with {@value #MEMBERS} members each. A member's
 * formula has fixed parameters, drawn once from its number; a picture of it only jitters, turns and
 * bends it. Contours, and many parameters behind each class, are what formula-driven pictures have
 * to offer a network (Kataoka et al., "Replacing labeled real-image datasets with auto-generated
 * contours", CVPR 2022; Takashima et al., "Visual atoms", CVPR 2023).
 */
final class Contours {
  private static final int FAMILIES = 10;
  private static final int MEMBERS = 8;
  static final int CLASSES = FAMILIES * MEMBERS;

  private static final long FORMULAS = 20_26L;

  private Contours() {}

  /** The object of a class, about filling the square from -1 to 1. */
  static Shape of(int contourClass, Dice jitter) {
    int member = contourClass / FAMILIES;
    Dice formula = Dice.of(FORMULAS, contourClass);
    return switch (contourClass % FAMILIES) {
      case 0 -> waves(formula, jitter);
      case 1 -> superformula(formula, jitter);
      case 2 -> star(formula, jitter, member);
      case 3 -> vase(formula, jitter);
      case 4 -> creature(formula, jitter);
      case 5 -> Fractals.tree(formula, jitter);
      case 6 -> Fractals.cloud(formula, jitter);
      case 7 -> orbit(formula, jitter);
      case 8 -> construction(formula, jitter);
      default -> glyph(formula, jitter);
    };
  }

  /** A circle whose radius swings in two or three frequencies. */
  private static Shape waves(Dice formula, Dice jitter) {
    int low = formula.between(2, 4);
    int high = formula.between(5, 13);
    float a = formula.in(0.08, 0.4) * jitter.in(0.85, 1.15);
    float b = formula.in(0.03, 0.22) * jitter.in(0.85, 1.15);
    float phase = formula.angle();
    return polar(
        angle ->
            1 / (1 + a + b) * (1 + a * Math.sin(low * angle + phase) + b * Math.sin(high * angle)));
  }

  /** Gielis' superformula: from petals to rounded polygons. */
  private static Shape superformula(Dice formula, Dice jitter) {
    int m = formula.between(2, 9);
    double n1 = formula.log(0.35, 3) * jitter.in(0.93, 1.07);
    double n2 = formula.log(0.5, 6);
    double n3 = formula.log(0.5, 6);
    return polar(
        angle -> {
          double first = Math.pow(Math.abs(Math.cos(m * angle / 4)), n2);
          double second = Math.pow(Math.abs(Math.sin(m * angle / 4)), n3);
          return Math.min(1, 0.75 * Math.pow(first + second + 1e-6, -1 / n1));
        });
  }

  /** Polygons, stars and cogwheels, some with a hole. */
  private static Shape star(Dice formula, Dice jitter, int member) {
    int points = 3 + member % 6;
    float inner = member < 3 ? (float) Math.cos(Math.PI / points) : formula.in(0.35, 0.8);
    inner *= jitter.in(0.95, 1.05);
    boolean cog = member >= 3 && formula.chance(0.4);
    var path = new Path2D.Float();
    for (int i = 0; i < 2 * points; i++) {
      double centre = Math.PI * i / points;
      double half = cog ? 0.3 * Math.PI / points : 0;
      double radius = i % 2 == 0 ? 1 : inner;
      join(path, radius * Math.sin(centre - half), -radius * Math.cos(centre - half), i == 0);
      join(path, radius * Math.sin(centre + half), -radius * Math.cos(centre + half), false);
    }
    path.closePath();
    boolean hole = formula.chance(0.35);
    return hole ? minus(path, circle(0, 0, inner * formula.in(0.3, 0.6))) : path;
  }

  /** A profile mirrored left to right: vases, bottles, insects' bodies. */
  private static Shape vase(Dice formula, Dice jitter) {
    int knots = formula.between(4, 7);
    float[] widths = new float[knots + 1];
    for (int i = 0; i <= knots; i++) {
      widths[i] = formula.in(0.08, 0.75) * jitter.in(0.88, 1.12);
    }
    boolean smooth = formula.chance(0.6);
    var path = new Path2D.Float();
    path.moveTo(0, -1);
    for (int side = 1; side >= -1; side -= 2) {
      for (int k = 0; k <= 40; k++) {
        float along = side > 0 ? k / 40f : 1 - k / 40f;
        path.lineTo(side * profile(widths, along, smooth), -1 + 2 * along);
      }
    }
    path.closePath();
    return path;
  }

  private static float profile(float[] widths, float along, boolean smooth) {
    float position = along * (widths.length - 1);
    int knot = Math.min((int) position, widths.length - 2);
    float t = position - knot;
    float eased = smooth ? t * t * (3 - 2 * t) : t;
    return widths[knot] + eased * (widths[knot + 1] - widths[knot]);
  }

  /** A body with a head, limbs and perhaps a tail, in some pose. */
  private static Shape creature(Dice formula, Dice jitter) {
    float length = formula.in(0.3, 0.7);
    float height = formula.in(0.15, 0.4);
    Area body = new Area(new Ellipse2D.Float(-length, -height, 2 * length, 2 * height));
    float head = formula.in(0.12, 0.3);
    float hx = length * formula.in(0.8, 1.15);
    float hy = -height * formula.in(-0.2, 1.6) + jitter.around(0.06);
    body.add(new Area(circle(hx, hy, head)));
    body.add(new Area(bar(0, 0, hx, hy, head)));
    int legs = formula.between(0, 4);
    float reach = formula.in(0.3, 0.85);
    float thick = formula.in(0.06, 0.18);
    for (int i = 0; i < legs; i++) {
      float x = -length * 0.8f + 1.6f * length * (i + 0.5f) / legs;
      body.add(new Area(bar(x, 0, x + jitter.around(0.18), height * 0.5f + reach, thick)));
    }
    int ears = formula.between(0, 2);
    for (int i = 0; i < ears; i++) {
      float tip = hx + (i - 0.3f) * head * 1.4f;
      body.add(new Area(bar(hx, hy, tip, hy - head * formula.in(1.3, 2.6), thick * 0.8f)));
    }
    if (formula.chance(0.6)) {
      float lift = formula.in(-0.8, 0.5) + jitter.around(0.2);
      body.add(new Area(bar(-length * 0.8f, 0, -1, lift, thick)));
    }
    return body;
  }

  /** Closed orbits of two circular motions, drawn as a band. */
  private static Shape orbit(Dice formula, Dice jitter) {
    int p = formula.between(1, 4);
    int q = p + formula.between(1, 5);
    float mix = formula.in(0.3, 0.7) * jitter.in(0.92, 1.08);
    float sign = formula.chance(0.5) ? 1 : -1;
    var path = new Path2D.Float();
    for (int i = 0; i <= 160; i++) {
      double angle = 2 * Math.PI * i / 160;
      double x = mix * Math.cos(p * angle) + (1 - mix) * Math.cos(q * angle);
      double y = mix * Math.sin(p * angle) + sign * (1 - mix) * Math.sin(q * angle);
      join(path, 0.93 * x, 0.93 * y, i == 0);
    }
    return stroked(path, formula.in(0.07, 0.14) * jitter.in(0.85, 1.15));
  }

  /** A few blocks, discs and wedges put together: furniture, vehicles, houses. */
  private static Shape construction(Dice formula, Dice jitter) {
    Area whole = new Area();
    boolean mirrored = formula.chance(0.5);
    int parts = formula.between(3, 5);
    for (int i = 0; i < parts; i++) {
      float cx = formula.in(-0.6, 0.6) + jitter.around(0.03);
      float cy = formula.in(-0.6, 0.6) + jitter.around(0.03);
      float w = formula.in(0.15, 0.7);
      float h = formula.in(0.12, 0.5);
      int kind = formula.below(4);
      add(whole, block(kind, cx, cy, w, h), kind == 3 && i > 1);
      if (mirrored) {
        add(whole, block(kind, -cx, cy, w, h), kind == 3 && i > 1);
      }
    }
    return fitted(whole);
  }

  private static void add(Area whole, Shape part, boolean cutOut) {
    if (cutOut) {
      whole.subtract(new Area(part));
    } else {
      whole.add(new Area(part));
    }
  }

  private static Shape block(int kind, float cx, float cy, float w, float h) {
    if (kind == 0 || kind == 3) {
      return kind == 0 ? new Rectangle2D.Float(cx - w, cy - h, 2 * w, 2 * h) : circle(cx, cy, h);
    }
    if (kind == 1) {
      return circle(cx, cy, 0.8f * h);
    }
    var wedge = new Path2D.Float();
    wedge.moveTo(cx - w, cy + h);
    wedge.lineTo(cx + w, cy + h);
    wedge.lineTo(cx, cy - h);
    wedge.closePath();
    return wedge;
  }

  /** Strokes between the points of a small lattice: letters of an alphabet nobody writes. */
  private static Shape glyph(Dice formula, Dice jitter) {
    var path = new Path2D.Float();
    int strokes = formula.between(2, 4);
    float x = formula.between(-1, 1);
    float y = formula.between(-1, 1);
    path.moveTo(x * 0.85, y * 0.85);
    for (int i = 0; i < strokes + 2; i++) {
      float nx = formula.between(-1, 1);
      float ny = nx == x ? -Math.signum(y + 0.5f) : formula.between(-1, 1);
      if (formula.chance(0.3)) {
        path.quadTo(formula.around(1), formula.around(1), nx * 0.85, ny * 0.85);
      } else {
        path.lineTo(nx * 0.85 + jitter.around(0.05), ny * 0.85 + jitter.around(0.05));
      }
      x = nx;
      y = ny;
    }
    return fitted(stroked(path, formula.in(0.12, 0.3) * jitter.in(0.85, 1.15)));
  }

  private interface Radius {
    double at(double angle);
  }

  private static Shape polar(Radius radius) {
    var path = new Path2D.Float();
    for (int i = 0; i < 120; i++) {
      double angle = 2 * Math.PI * i / 120;
      double r = radius.at(angle);
      join(path, r * Math.cos(angle), r * Math.sin(angle), i == 0);
    }
    path.closePath();
    return path;
  }

  private static void join(Path2D path, double x, double y, boolean first) {
    if (first) {
      path.moveTo(x, y);
    } else {
      path.lineTo(x, y);
    }
  }

  static Shape circle(float x, float y, float radius) {
    return new Ellipse2D.Float(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  static Shape bar(float x1, float y1, float x2, float y2, float width) {
    var path = new Path2D.Float();
    path.moveTo(x1, y1);
    path.lineTo(x2, y2);
    return stroked(path, width);
  }

  static Shape stroked(Shape path, float width) {
    return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
        .createStrokedShape(path);
  }

  static Area minus(Shape whole, Shape hole) {
    Area area = new Area(whole);
    area.subtract(new Area(hole));
    return area;
  }

  /** Moved and scaled to fill the square from -1 to 1. */
  static Shape fitted(Shape shape) {
    Rectangle2D box = shape.getBounds2D();
    double scale = 2 / Math.max(1e-3, Math.max(box.getWidth(), box.getHeight()));
    var move = AffineTransform.getScaleInstance(scale, scale);
    move.translate(-box.getCenterX(), -box.getCenterY());
    return move.createTransformedShape(shape);
  }
}
