package dev.graft.vision.draw;

import static dev.graft.vision.draw.Outlines.join;
import static dev.graft.vision.draw.Outlines.polar;

import java.awt.Shape;
import java.awt.geom.Path2D;

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
      case 4 -> Bodies.creature(formula, jitter);
      case 5 -> Fractals.tree(formula, jitter);
      case 6 -> Fractals.cloud(formula, jitter);
      case 7 -> orbit(formula, jitter);
      case 8 -> Bodies.construction(formula, jitter);
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
    return hole ? Outlines.minus(path, Outlines.circle(0, 0, inner * formula.in(0.3, 0.6))) : path;
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
    return Outlines.stroked(path, formula.in(0.07, 0.14) * jitter.in(0.85, 1.15));
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
    return Outlines.fitted(Outlines.stroked(path, formula.in(0.12, 0.3) * jitter.in(0.85, 1.15)));
  }
}
